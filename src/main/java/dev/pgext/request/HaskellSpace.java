package dev.pgext.request;

/** White space as Haskell's {@code isSpace} sees it: a no-break space is one. */
final class HaskellSpace {
  private HaskellSpace() {}

  static boolean isSpace(int codePoint) {
    return codePoint == ' '
        || (codePoint >= '\t' && codePoint <= '\r')
        || Character.getType(codePoint) == Character.SPACE_SEPARATOR;
  }

  /** The text without white space at its ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
