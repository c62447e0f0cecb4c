package dev.pgext.request;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole number as Haskell's {@code readMaybe} takes it: blanks around it, a minus, parentheses,
 * hexadecimal, octal and binary; no plus, no fraction, no exponent.
 */
final class HaskellInteger {
  private static final Pattern NUMBER =
      Pattern.compile("(-?)\\s*+(?:0[xX]([0-9a-fA-F]++)|0[oO]([0-7]++)|0[bB]([01]++)|([0-9]++))");

  private HaskellInteger() {}

  /** The number, or null where the text is none. */
  static @Nullable BigInteger read(String text) {
    String inner = HaskellSpace.strip(text);
    while (inner.startsWith("(") && inner.endsWith(")") && inner.length() > 1) {
      inner = HaskellSpace.strip(inner.substring(1, inner.length() - 1));
    }
    Matcher matcher = NUMBER.matcher(inner);
    if (!matcher.matches()) {
      return null;
    }
    BigInteger magnitude = magnitude(matcher);
    return matcher.group(1).isEmpty() ? magnitude : magnitude.negate();
  }

  private static BigInteger magnitude(Matcher matcher) {
    int[] radixes = {16, 8, 2, 10};
    for (int index = 0; index < radixes.length; index++) {
      String digits = matcher.group(index + 2);
      if (digits != null) {
        return new BigInteger(digits, radixes[index]);
      }
    }
    throw new IllegalStateException("one of the groups matches");
  }
}
