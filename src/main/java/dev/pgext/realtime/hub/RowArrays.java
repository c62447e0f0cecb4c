package dev.pgext.realtime.hub;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Divides a JSON array of rows, as PostgreSQL prints it, into smaller ones between two rows, so
 * that no message is larger than need be. There is at least one, were it empty.
 */
final class RowArrays implements Iterator<byte[]> {
  private static final int PART = 64 * 1024;

  private final byte[] json;
  private int from;
  private boolean done;

  /**
   * @param json UTF-8
   */
  RowArrays(byte[] json) {
    this.json = json;
    this.from = Math.max(0, indexOf((byte) '[') + 1);
  }

  private int indexOf(byte wanted) {
    for (int index = 0; index < json.length; index++) {
      if (json[index] == wanted) {
        return index;
      }
    }
    return -1;
  }

  @Override
  public boolean hasNext() {
    return !done;
  }

  @Override
  public byte[] next() {
    if (done) {
      throw new NoSuchElementException();
    }
    int end = end();
    byte[] part = new byte[end - from + 2];
    part[0] = '[';
    System.arraycopy(json, from, part, 1, end - from);
    part[part.length - 1] = ']';
    done = json[end] == ']';
    from = end + 1;
    return Arrays.copyOf(part, part.length);
  }

  /** The first comma between rows behind the wished size, or the array's end. */
  private int end() {
    int depth = 0;
    boolean inText = false;
    for (int index = from; index < json.length; index++) {
      byte character = json[index];
      if (inText) {
        if (character == '\\') {
          index++;
        } else if (character == '"') {
          inText = false;
        }
        continue;
      }
      switch (character) {
        case '"' -> inText = true;
        case '{', '[' -> depth++;
        case '}' -> depth--;
        case ']' -> {
          if (depth == 0) {
            return index;
          }
          depth--;
        }
        case ',' -> {
          if (depth == 0 && index - from >= PART) {
            return index;
          }
        }
        default -> {}
      }
    }
    throw new IllegalStateException("rows that are no JSON array");
  }
}
