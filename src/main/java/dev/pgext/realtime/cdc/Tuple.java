package dev.pgext.realtime.cdc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row's image: for each column of its {@link TableShape} the value in PostgreSQL's text form,
 * null, or not sent because it is TOASTed and unchanged (or, in an old key image, not part of the
 * key). Immutable: nobody writes to the arrays.
 */
public final class Tuple {
  private static final int NULL = -1;
  private static final int UNCHANGED = -2;

  private final byte[] data;
  private final int[] starts;
  private final int[] lengths;

  /**
   * An image over a message's bytes, which it keeps.
   *
   * @param lengths of each value; -1 is null, -2 not sent
   */
  Tuple(byte[] data, int[] starts, int[] lengths) {
    this.data = data;
    this.starts = starts;
    this.lengths = lengths;
  }

  /** An image of texts; a null is SQL's. */
  public static Tuple of(@Nullable String... values) {
    byte[][] parts = new byte[values.length][];
    int[] starts = new int[values.length];
    int[] lengths = new int[values.length];
    int end = 0;
    for (int index = 0; index < values.length; index++) {
      String value = values[index];
      parts[index] = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
      starts[index] = end;
      lengths[index] = value == null ? NULL : parts[index].length;
      end += parts[index].length;
    }
    byte[] data = new byte[end];
    for (int index = 0; index < parts.length; index++) {
      System.arraycopy(parts[index], 0, data, starts[index], parts[index].length);
    }
    return new Tuple(data, starts, lengths);
  }

  /** How many columns. */
  public int size() {
    return lengths.length;
  }

  public boolean isNull(int column) {
    return lengths[column] == NULL;
  }

  /** Whether the value was not sent. */
  public boolean isUnchanged(int column) {
    return lengths[column] == UNCHANGED;
  }

  /** The value's text; null where it is SQL's null or was not sent. */
  public @Nullable String text(int column) {
    return lengths[column] < 0
        ? null
        : new String(data, starts[column], lengths[column], StandardCharsets.UTF_8);
  }

  /** The value's text as a copy of its UTF-8 bytes; null as {@link #text}. */
  public byte @Nullable [] bytes(int column) {
    return lengths[column] < 0
        ? null
        : Arrays.copyOfRange(data, starts[column], starts[column] + lengths[column]);
  }

  /** The bytes in which the values lie, for printing without copies; never written to. */
  public byte[] array() {
    return data;
  }

  /** Where in {@link #array} a value begins; meaningless where it is null or was not sent. */
  public int from(int column) {
    return starts[column];
  }

  /** Where in {@link #array} a value ends; meaningless where it is null or was not sent. */
  public int to(int column) {
    return starts[column] + lengths[column];
  }

  /**
   * This image, with values that were not sent taken from another of the same shape. A null there
   * is none of them: what does not change because it is large is not null. It stands in old rows of
   * partitions that log their key only, under a table that has the full identity.
   */
  public Tuple completedFrom(Tuple other) {
    for (int index = 0; index < size(); index++) {
      if (isUnchanged(index)) {
        return merged(other);
      }
    }
    return this;
  }

  private Tuple merged(Tuple other) {
    byte[] both = Arrays.copyOf(data, data.length + other.data.length);
    System.arraycopy(other.data, 0, both, data.length, other.data.length);
    int[] from = starts.clone();
    int[] size = lengths.clone();
    for (int index = 0; index < size.length; index++) {
      if (size[index] == UNCHANGED && other.lengths[index] != NULL) {
        from[index] = data.length + other.starts[index];
        size[index] = other.lengths[index];
      }
    }
    return new Tuple(both, from, size);
  }

  /** A key image: what is not part of the identity was not sent, whatever stands there. */
  Tuple onlyIdentity(TableShape shape) {
    int[] known = lengths.clone();
    for (int index = 0; index < known.length; index++) {
      if (!shape.columns().get(index).identity()) {
        known[index] = UNCHANGED;
      }
    }
    return new Tuple(data, starts, known);
  }

  /** This image without its nulls: they count as not sent. */
  public Tuple withoutNulls() {
    int[] known = lengths.clone();
    for (int index = 0; index < known.length; index++) {
      known[index] = known[index] == NULL ? UNCHANGED : known[index];
    }
    return new Tuple(data, starts, known);
  }

  /** How many bytes of memory it keeps, about. */
  public int byteCount() {
    return data.length + 2 * Integer.BYTES * lengths.length;
  }
}
