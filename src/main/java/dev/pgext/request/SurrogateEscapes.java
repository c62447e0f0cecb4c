package dev.pgext.request;

/**
 * Looks at JSON's escapes of UTF-16 surrogates: the grammar takes one without its partner, but no
 * text can hold it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-8.2">RFC 8259 section 8.2</a>
 */
final class SurrogateEscapes {
  /** The length of {@code \\uXXXX}. */
  private static final int LENGTH = 6;

  private static final int NONE = -1;

  private SurrogateEscapes() {}

  /** Whether each high one is followed by a low one, and no low one stands elsewhere. */
  static boolean paired(byte[] json) {
    int at = 0;
    while (at < json.length) {
      int unit = unit(json, at);
      if (!surrogate(unit)) {
        at += json[at] == '\\' ? 2 : 1;
      } else if (surrogatePair(unit, unit(json, at + LENGTH))) {
        at += 2 * LENGTH;
      } else {
        return false;
      }
    }
    return true;
  }

  /** The UTF-16 unit that is escaped there, if one is. */
  private static int unit(byte[] json, int at) {
    if (at + LENGTH > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return NONE;
    }
    int unit = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return NONE;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  private static boolean surrogate(int unit) {
    return unit != NONE && Character.isSurrogate((char) unit);
  }

  private static boolean surrogatePair(int first, int second) {
    return surrogate(second) && Character.isSurrogatePair((char) first, (char) second);
  }
}
