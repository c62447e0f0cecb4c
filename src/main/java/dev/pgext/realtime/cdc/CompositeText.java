package dev.pgext.realtime.cdc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row as PostgreSQL prints it: {@code (1,"a ""quoted"" one",)}.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX">PostgreSQL:
 *     composite type input and output syntax</a>
 */
final class CompositeText {
  private final String text;
  private int position = 1;

  private CompositeText(String text) {
    this.text = text;
  }

  /** The columns' texts; null is SQL's. Of no columns at all it makes one that is null. */
  static List<@Nullable String> values(String text) {
    return new CompositeText(text).values();
  }

  private List<@Nullable String> values() {
    List<@Nullable String> values = new ArrayList<>();
    do {
      values.add(value());
    } while (text.charAt(position++) == ',');
    return values;
  }

  /** Nothing at all is null; an empty text is printed in quotes. */
  private @Nullable String value() {
    if (text.charAt(position) == '"') {
      return quoted();
    }
    int start = position;
    while (text.charAt(position) != ',' && text.charAt(position) != ')') {
      position++;
    }
    return start == position ? null : text.substring(start, position);
  }

  /** Quotes and backslashes are doubled. */
  private String quoted() {
    StringBuilder value = new StringBuilder();
    position++;
    while (true) {
      char letter = text.charAt(position++);
      if (letter == '"' || letter == '\\') {
        if (letter == '"' && text.charAt(position) != '"') {
          return value.toString();
        }
        letter = text.charAt(position++);
      }
      value.append(letter);
    }
  }
}
