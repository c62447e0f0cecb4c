package dev.pgext.request.combinator;

import java.util.List;

/**
 * Characters and strings as Haskell's {@code show} writes them, because PostgREST's messages do.
 *
 * @see <a href="https://www.haskell.org/onlinereport/haskell2010/haskellch2.html#x7-200002.6">The
 *     Haskell 2010 report: character and string literals</a>
 */
public final class HaskellText {
  private static final List<String> CONTROLS =
      List.of(
          "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "a", "b", "t", "n", "v", "f", "r", "SO",
          "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
          "FS", "GS", "RS", "US");

  private HaskellText() {}

  /** A character in single quotes. */
  static String show(int codePoint) {
    return "'" + (codePoint == '\'' ? "\\'" : escaped(codePoint)) + "'";
  }

  /** A string in double quotes. */
  public static String show(String text) {
    StringBuilder shown = new StringBuilder("\"");
    int previous = -1;
    for (int codePoint : text.codePoints().toArray()) {
      if (needsGap(previous, codePoint)) {
        shown.append("\\&");
      }
      shown.append(codePoint == '"' ? "\\\"" : escaped(codePoint));
      previous = codePoint;
    }
    return shown.append('"').toString();
  }

  /** Whether the next character would be read as part of the escape before it. */
  private static boolean needsGap(int previous, int codePoint) {
    boolean digit = codePoint >= '0' && codePoint <= '9';
    return (previous > 0x7F && digit) || (previous == 0x0E && codePoint == 'H');
  }

  private static String escaped(int codePoint) {
    if (codePoint < 0x20) {
      return "\\" + CONTROLS.get(codePoint);
    }
    if (codePoint == 0x7F) {
      return "\\DEL";
    }
    if (codePoint > 0x7F) {
      return "\\" + codePoint;
    }
    return codePoint == '\\' ? "\\\\" : Character.toString(codePoint);
  }
}
