package dev.pgext.realtime.row;

/**
 * The types that {@code to_json} treats on their own; everything else is {@link #TEXT}.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-CREATION-TABLE">PostgreSQL:
 *     to_json</a>
 */
enum ScalarJson implements ValueJson {
  /** {@code t} or {@code f}. */
  BOOLEAN {
    @Override
    public void write(byte[] data, int from, int to, JsonBuffer out) {
      out.put(data[from] == 't' ? TRUE : FALSE);
    }
  },

  /** JSON has no NaN and no infinity: they are strings. */
  NUMBER {
    @Override
    public void write(byte[] data, int from, int to, JsonBuffer out) {
      if (isDigit(data[to - 1])) {
        out.put(data, from, to);
      } else {
        out.text(data, from, to);
      }
    }
  },

  /** {@code 2024-01-31 10:00:00.5} or {@code infinity}; the first blank becomes a T. */
  TIMESTAMP {
    @Override
    public void write(byte[] data, int from, int to, JsonBuffer out) {
      int blank = isDigit(data[from]) ? find(' ', data, from, to) : to;
      out.put('"').put(data, from, blank);
      if (blank < to) {
        out.put('T').put(data, blank + 1, to);
      }
      out.put('"');
    }
  },

  /** As a timestamp; an offset of whole hours gets its minutes. */
  TIMESTAMPTZ {
    @Override
    public void write(byte[] data, int from, int to, JsonBuffer out) {
      int blank = isDigit(data[from]) ? find(' ', data, from, to) : to;
      out.put('"').put(data, from, blank);
      if (blank < to) {
        int offset = offset(data, blank, to);
        int end = find(' ', data, offset, to);
        out.put('T').put(data, blank + 1, end);
        if (end - offset == HOURS_ONLY) {
          out.put(ZERO_MINUTES);
        }
        out.put(data, end, to);
      }
      out.put('"');
    }
  },

  /** JSON already; its text is kept as it is. */
  JSON {
    @Override
    public void write(byte[] data, int from, int to, JsonBuffer out) {
      out.put(data, from, to);
    }
  },

  /** A string. */
  TEXT {
    @Override
    public void write(byte[] data, int from, int to, JsonBuffer out) {
      out.text(data, from, to);
    }
  };

  private static final byte[] TRUE = JsonBuffer.ascii("true");
  private static final byte[] FALSE = JsonBuffer.ascii("false");
  private static final byte[] ZERO_MINUTES = JsonBuffer.ascii(":00");
  private static final int HOURS_ONLY = 3;

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int find(char wanted, byte[] data, int from, int to) {
    int index = from;
    while (index < to && data[index] != wanted) {
      index++;
    }
    return index;
  }

  /** Where the sign of the time zone's offset stands. */
  private static int offset(byte[] data, int from, int to) {
    int index = from;
    while (index < to && data[index] != '+' && data[index] != '-') {
      index++;
    }
    return index;
  }
}
