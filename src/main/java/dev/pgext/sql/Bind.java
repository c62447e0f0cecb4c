package dev.pgext.sql;

import org.jspecify.annotations.Nullable;

/**
 * A bind parameter. Only types whose wire type is certain exist: with an unknown one pgjdbc ends
 * the implicit transaction in its middle, and the rest runs as the login role (docs/decisions).
 */
@SuppressWarnings("ArrayRecordComponent") // values are handed on, never compared
public sealed interface Bind {
  /** How large the value is: bytes, or characters of a text. */
  int size();

  /** Sent as varchar; SQL casts it. */
  record Text(@Nullable String value) implements Bind {
    @Override
    public int size() {
      return value == null ? 0 : value.length();
    }
  }

  /** Sent as varchar, from bytes that are UTF-8 already. */
  record Utf8(byte[] value) implements Bind {
    @Override
    public int size() {
      return value.length;
    }
  }

  /** Sent as int8. */
  record Bigint(long value) implements Bind {
    @Override
    public int size() {
      return Long.BYTES;
    }
  }

  /** Sent as bytea. */
  record Bytes(byte[] value) implements Bind {
    @Override
    public int size() {
      return value.length;
    }
  }
}
