package dev.pgext.request;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Range: 0-9} in rows; anything else asks for all.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#name-range">RFC 9110: Range</a>
 */
final class RangeHeader {
  private static final Pattern ROWS = Pattern.compile("([0-9]++)-([0-9]*+)");

  private RangeHeader() {}

  static RowInterval parse(@Nullable String header) {
    Matcher matcher = ROWS.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      return RowInterval.ALL;
    }
    String upper = matcher.group(2);
    return new RowInterval(
        new BigInteger(matcher.group(1)), upper.isEmpty() ? null : new BigInteger(upper));
  }
}
