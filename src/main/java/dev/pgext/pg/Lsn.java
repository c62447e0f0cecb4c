package dev.pgext.pg;

import java.util.Locale;

/**
 * A position in the write-ahead log: an unsigned 64-bit byte offset.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-pg-lsn.html">PostgreSQL:
 *     pg_lsn</a>
 */
public record Lsn(long value) implements Comparable<Lsn> {

  /** No position: what PostgreSQL calls an invalid LSN. */
  public static final Lsn NONE = new Lsn(0);

  private static final int HALF = 32;
  private static final int HEX = 16;

  /**
   * Reads PostgreSQL's form, {@code 16/B374D848}.
   *
   * @throws NumberFormatException where it is none
   */
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new NumberFormatException("Not a log sequence number: " + text);
    }
    long high = Integer.parseUnsignedInt(text.substring(0, slash), HEX);
    long low = Integer.toUnsignedLong(Integer.parseUnsignedInt(text.substring(slash + 1), HEX));
    return new Lsn(high << HALF | low);
  }

  /** How many bytes of WAL lie between an earlier position and this one. */
  public long bytesSince(Lsn earlier) {
    return value - earlier.value;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** PostgreSQL's form. */
  @Override
  public String toString() {
    return Long.toHexString(value >>> HALF).toUpperCase(Locale.ROOT)
        + "/"
        + Integer.toHexString((int) value).toUpperCase(Locale.ROOT);
  }
}
