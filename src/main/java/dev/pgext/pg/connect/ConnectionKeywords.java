package dev.pgext.pg.connect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code host=localhost dbname='my database'}.
 *
 * <p>As libpq does: see <a
 * href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE">PostgreSQL:
 * keyword/value connection strings</a>. Confined to one parse.
 */
final class ConnectionKeywords {

  private final String text;
  private int position;

  private ConnectionKeywords(String text) {
    this.text = text;
  }

  /** Values by libpq's keys. */
  static Map<String, String> parse(String text) {
    return new ConnectionKeywords(text).pairs();
  }

  private Map<String, String> pairs() {
    Map<String, String> values = new LinkedHashMap<>();
    skipBlanks();
    while (position < text.length()) {
      String keyword = keyword();
      values.put(keyword, value());
      skipBlanks();
    }
    return values;
  }

  private String keyword() {
    int start = position;
    while (position < text.length() && text.charAt(position) != '=' && !seesBlank()) {
      position++;
    }
    String keyword = text.substring(start, position);
    skipBlanks();
    if (position == text.length() || text.charAt(position) != '=') {
      throw new ConnectionSettingsException(
          "missing \"=\" after \"" + keyword + "\" in connection info string");
    }
    position++;
    skipBlanks();
    return keyword;
  }

  private String value() {
    if (position == text.length() || text.charAt(position) != '\'') {
      return unquoted();
    }
    position++;
    StringBuilder value = new StringBuilder();
    while (position < text.length() && text.charAt(position) != '\'') {
      value.append(next());
    }
    if (position == text.length()) {
      throw new ConnectionSettingsException("unterminated quoted string in connection info string");
    }
    position++;
    return value.toString();
  }

  private String unquoted() {
    StringBuilder value = new StringBuilder();
    while (position < text.length() && !seesBlank()) {
      value.append(next());
    }
    return value.toString();
  }

  /** A backslash takes the character after it as it is. */
  private char next() {
    char c = text.charAt(position++);
    return c == '\\' && position < text.length() ? text.charAt(position++) : c;
  }

  private boolean seesBlank() {
    return Character.isWhitespace(text.charAt(position));
  }

  private void skipBlanks() {
    while (position < text.length() && seesBlank()) {
      position++;
    }
  }
}
