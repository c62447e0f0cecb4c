package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * A JSON number → its text as PostgREST writes it: the exact value, whole numbers without a point,
 * others with one ({@code 1.0} stays {@code 1.0}), and with an exponent below 0.1 and from ten
 * million on.
 */
final class NumberText {
  /** Longer whole numbers are written with an exponent. */
  private static final int LONGEST_WHOLE = 1024;

  private static final int LONGEST_INTEGER_PART = 7;

  private NumberText() {}

  static String of(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.asText();
    }
    BigDecimal value = number.decimalValue();
    boolean whole = value.scale() <= 0 && value.scale() >= -LONGEST_WHOLE;
    return whole ? value.toBigInteger().toString() : withPoint(value);
  }

  private static String withPoint(BigDecimal value) {
    if (value.signum() == 0) {
      return "0.0";
    }
    BigDecimal shortest = value.stripTrailingZeros();
    String sign = value.signum() < 0 ? "-" : "";
    String digits = shortest.unscaledValue().abs().toString();
    long point = (long) digits.length() - shortest.scale();
    return sign
        + (point < 0 || point > LONGEST_INTEGER_PART
            ? withExponent(digits, point - 1)
            : withoutExponent(digits, (int) point));
  }

  private static String withExponent(String digits, long exponent) {
    return digits.charAt(0) + "." + orZero(digits.substring(1)) + "e" + exponent;
  }

  private static String withoutExponent(String digits, int point) {
    String padded = digits + "0".repeat(Math.max(0, point - digits.length()));
    return orZero(padded.substring(0, point)) + "." + orZero(padded.substring(point));
  }

  private static String orZero(String digits) {
    return digits.isEmpty() ? "0" : digits;
  }
}
