package dev.pgext.realtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a method does that is switched off. */
enum Effect {
  /** Nothing; it returns null, where it returns anything. */
  NOTHING,
  /** It does nothing where it calls itself. */
  NOT_WITHIN_ITSELF,
  FALSE,
  /** The first constant of its enum. */
  FIRST_CONSTANT,
  /** The object it was called on. */
  ITSELF,
  /** An empty Optional. */
  NO_VALUE,
  /** An obstacle. */
  SOME_TEXT,
  /** What waits is overtaken by what it sends. */
  OVERTAKES;

  @Nullable Object result(Class<?> type, @Nullable Object self) {
    return switch (this) {
      case NOTHING, NOT_WITHIN_ITSELF, OVERTAKES -> null;
      case FALSE -> false;
      case FIRST_CONSTANT -> type.getEnumConstants()[0];
      case NO_VALUE -> Optional.empty();
      case ITSELF -> self;
      case SOME_TEXT -> Optional.of("switched off");
    };
  }
}
