package dev.pgext.realtime.row;

import java.util.Arrays;
import java.util.List;

/**
 * {@code (1,"a ""b""",)} becomes {@code {"x":1,"y":"a \"b\"","z":null}}.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX">PostgreSQL:
 *     composite output</a>
 */
final class CompositeJson implements ValueJson {
  private final List<Field> fields;

  /**
   * One attribute.
   *
   * @param key its name as a JSON string with the colon
   */
  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  record Field(byte[] key, ValueJson value) {}

  CompositeJson(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  @Override
  public void write(byte[] data, int from, int to, JsonBuffer out) {
    out.put('{');
    int index = from + 1;
    for (int field = 0; field < fields.size(); field++) {
      if (field > 0) {
        out.put(',');
      }
      out.put(fields.get(field).key());
      index = index < to ? value(fields.get(field).value(), data, index, to, out) : absent(out, to);
    }
    out.put('}');
  }

  /** An attribute that was added to the type after the image was printed. */
  private static int absent(JsonBuffer out, int to) {
    out.nothing();
    return to;
  }

  /** Writes the value at {@code from}; returns what is behind its comma or parenthesis. */
  private static int value(ValueJson value, byte[] data, int from, int to, JsonBuffer out) {
    byte[] plain = new byte[to - from];
    int size = 0;
    int index = from;
    boolean quoted = false;
    while (quoted || (data[index] != ',' && data[index] != ')')) {
      byte b = data[index++];
      boolean doubled = quoted && b == '"' && data[index] == '"';
      if (b == '\\' || doubled) {
        plain[size++] = data[index++];
      } else if (b == '"') {
        quoted = !quoted;
      } else {
        plain[size++] = b;
      }
    }
    if (index == from) {
      out.nothing();
    } else {
      byte[] text = Arrays.copyOf(plain, size);
      value.write(text, 0, size, out);
    }
    return index + 1;
  }
}
