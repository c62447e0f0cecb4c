package dev.pgext.realtime.row;

/** {@code int2vector} and {@code oidvector}: {@code 1 2 3} becomes {@code [1,2,3]}. */
record VectorJson(ValueJson element) implements ValueJson {

  @Override
  public void write(byte[] data, int from, int to, JsonBuffer out) {
    out.put('[');
    int start = from;
    for (int index = from; index < to; index++) {
      if (data[index] == ' ') {
        element.write(data, start, index, out);
        out.put(',');
        start = index + 1;
      }
    }
    if (start < to) {
      element.write(data, start, to, out);
    }
    out.put(']');
  }
}
