package dev.pgext.sql;

import java.util.List;

/**
 * PostgreSQL's text form of an array, for one bind that holds many values.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL: array
 *     input</a>
 */
final class ArrayLiteral {
  private ArrayLiteral() {}

  static String of(List<String> values) {
    StringBuilder text = new StringBuilder("{");
    for (String value : values) {
      text.append(text.length() == 1 ? "\"" : ",\"");
      text.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return text.append('}').toString();
  }
}
