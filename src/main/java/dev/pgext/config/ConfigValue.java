package dev.pgext.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** A value as a source gave it, before its setting says what it means. */
sealed interface ConfigValue {

  /** A string, which is all that the environment and the database know. */
  record Text(String text) implements ConfigValue {}

  /** A bare number of a configuration file, as it is written there. */
  record Numeric(String digits) implements ConfigValue {
    BigDecimal number() {
      return new BigDecimal(digits);
    }
  }

  /** {@code true}, {@code false}, {@code on} or {@code off} in a configuration file. */
  record Bool(boolean value) implements ConfigValue {}

  /** {@code [a, b]} in a configuration file. */
  record Items(List<ConfigValue> values) implements ConfigValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  static ConfigValue of(String text) {
    return new Text(text);
  }

  /**
   * The value where a string is wanted. A boolean or a number is spelled as PostgREST spells it,
   * {@code Bool False}, so that a dump agrees.
   */
  default String text() {
    return switch (this) {
      case Text text -> text.text();
      case Numeric number -> "Number " + decimal(number.number());
      case Bool bool -> bool.value() ? "Bool True" : "Bool False";
      case Items items ->
          items.values().stream().map(ConfigValue::text).collect(Collectors.joining(","));
    };
  }

  private static String decimal(BigDecimal number) {
    String plain = number.stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
