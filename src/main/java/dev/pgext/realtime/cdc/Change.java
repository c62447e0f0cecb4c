package dev.pgext.realtime.cdc;

import org.jspecify.annotations.Nullable;

/** One thing that a transaction did, in its order. */
public sealed interface Change {

  /**
   * Its number among the transaction's rows, truncations and messages; see {@link Cursor#index}.
   */
  int index();

  /** About how much memory it takes. */
  default long byteCount() {
    return OVERHEAD;
  }

  /** What a change takes beside its values, about. */
  long OVERHEAD = 100;

  /**
   * A row.
   *
   * @param before the old image: whole under REPLICA IDENTITY FULL, only the identity's columns
   *     otherwise (the rest is unchanged-marked); null for an INSERT, and for an UPDATE that did
   *     not change the identity
   * @param after the new image, completed from the old one where that has what was not sent; null
   *     for a DELETE
   */
  record Row(
      int index,
      TableShape table,
      Operation operation,
      @Nullable Tuple before,
      @Nullable Tuple after)
      implements Change {

    @Override
    public long byteCount() {
      return OVERHEAD
          + (before == null ? 0 : before.byteCount())
          + (after == null ? 0 : after.byteCount());
    }
  }

  /** A TRUNCATE of one table, which carries no rows. */
  record Truncate(int index, TableShape table) implements Change {}

  /** What {@code pg_logical_emit_message(true, prefix, content)} said. */
  record Message(int index, String prefix, String content) implements Change {

    @Override
    public long byteCount() {
      return OVERHEAD + 2L * (prefix.length() + content.length());
    }
  }

  /**
   * The table is described, for the first time or again: columns, policies or grants may differ
   * from here on. It has the number of what follows it and is no event by itself, because
   * PostgreSQL also repeats descriptions when a client reconnects, and after each ANALYZE.
   */
  record Described(int index, TableShape table) implements Change {}

  /** The kinds of row changes. */
  enum Operation {
    INSERT,
    UPDATE,
    DELETE
  }
}
