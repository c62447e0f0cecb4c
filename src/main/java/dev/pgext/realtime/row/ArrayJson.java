package dev.pgext.realtime.row;

/**
 * {@code [0:1]={a,"b c",NULL}} becomes {@code ["a","b c",null]}: bounds are lost, as in {@code
 * to_json}.
 *
 * @param delimiter between elements: the element type's
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL: array
 *     output</a>
 */
record ArrayJson(ValueJson element, char delimiter) implements ValueJson {

  @Override
  public void write(byte[] data, int from, int to, JsonBuffer out) {
    int index = from;
    if (data[index] == '[') {
      while (data[index] != '=') {
        index++;
      }
      index++;
    }
    while (index < to) {
      index = piece(data, index, to, out);
    }
  }

  /** Writes what stands at {@code from}; returns what is behind it. */
  private int piece(byte[] data, int from, int to, JsonBuffer out) {
    byte b = data[from];
    if (b == '{') {
      out.put('[');
      return from + 1;
    }
    if (b == '}') {
      out.put(']');
      return from + 1;
    }
    if (b == delimiter) {
      out.put(',');
      return from + 1;
    }
    return b == '"' ? quoted(data, from + 1, out) : bare(data, from, to, out);
  }

  private int quoted(byte[] data, int from, JsonBuffer out) {
    int end = from;
    boolean escaped = false;
    while (data[end] != '"') {
      escaped |= data[end] == '\\';
      end += data[end] == '\\' ? 2 : 1;
    }
    if (escaped) {
      byte[] plain = unescaped(data, from, end);
      element.write(plain, 0, plain.length, out);
    } else {
      element.write(data, from, end, out);
    }
    return end + 1;
  }

  private static byte[] unescaped(byte[] data, int from, int to) {
    byte[] plain = new byte[to - from];
    int size = 0;
    for (int index = from; index < to; index++) {
      if (data[index] == '\\') {
        index++;
      }
      plain[size++] = data[index];
    }
    return java.util.Arrays.copyOf(plain, size);
  }

  private int bare(byte[] data, int from, int to, JsonBuffer out) {
    int end = from;
    while (end < to && data[end] != delimiter && data[end] != '}') {
      end++;
    }
    if (isNull(data, from, end)) {
      out.nothing();
    } else {
      element.write(data, from, end, out);
    }
    return end;
  }

  /** The text NULL would be quoted. */
  private static boolean isNull(byte[] data, int from, int to) {
    return to - from == 4
        && data[from] == 'N'
        && data[from + 1] == 'U'
        && data[from + 2] == 'L'
        && data[from + 3] == 'L';
  }
}
