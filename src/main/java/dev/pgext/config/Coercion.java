package dev.pgext.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of one type where another is wanted, by PostgREST's rules. */
final class Coercion {

  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
  private static final Pattern OCTAL_PREFIX = Pattern.compile("^[0-7]{1,10}");

  private Coercion() {}

  /** Whole numbers, also in quotes; empty for anything else. */
  static Optional<Long> toInteger(ConfigValue value) {
    return switch (value) {
      case ConfigValue.Numeric number -> whole(number.digits()).or(() -> whole(number.number()));
      case ConfigValue.Text text -> whole(text.text());
      case ConfigValue.Bool bool -> Optional.empty();
      case ConfigValue.Items items -> Optional.empty();
    };
  }

  private static Optional<Long> whole(BigDecimal number) {
    try {
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException fractionOrTooLarge) {
      return Optional.empty();
    }
  }

  private static Optional<Long> whole(String text) {
    String digits = text.strip();
    return INTEGER.matcher(digits).matches() ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }

  /** {@code true} and {@code false} in any case and decoration, or a quoted number above zero. */
  static Optional<Boolean> toBoolean(ConfigValue value) {
    return switch (value) {
      case ConfigValue.Bool bool -> Optional.of(bool.value());
      case ConfigValue.Text text -> toBoolean(text.text());
      case ConfigValue.Numeric number -> Optional.empty();
      case ConfigValue.Items items -> Optional.empty();
    };
  }

  private static Optional<Boolean> toBoolean(String text) {
    StringBuilder letters = new StringBuilder();
    text.codePoints().filter(Character::isAlphabetic).forEach(letters::appendCodePoint);
    return switch (letters.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> whole(text).map(number -> number > 0);
    };
  }

  /** Octal digits at the beginning of the text, the rest of it being ignored. */
  static SocketMode toSocketMode(String key, String text) {
    var digits = OCTAL_PREFIX.matcher(text);
    if (!digits.find()) {
      throw new InvalidSettingException("Invalid " + key + ": not an octal");
    }
    try {
      return new SocketMode(Integer.parseInt(digits.group(), 8));
    } catch (IllegalArgumentException outOfRange) {
      throw new InvalidSettingException("Invalid " + key + ": needs to be between 600 and 777");
    }
  }
}
