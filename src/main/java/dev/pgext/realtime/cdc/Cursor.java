package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stands in the stream: clients give the last one they saw to get what follows.
 *
 * <p>Only commit positions are ordered across transactions, so a change is found by its
 * transaction's commit and its number in it. Cursors of different epochs cannot be compared to any
 * use: between them something may be missing.
 *
 * @param epoch changes when continuity was lost: a slot dropped or advanced, another server
 * @param commit the transaction's commit position (the end of its commit record)
 * @param index the change's number in its transaction, from 0, before anything is filtered out;
 *     {@link #END} after the last
 * @param seen the snapshot that has some of what follows already, as long as that may be so; null
 *     where nothing of it was seen
 */
public record Cursor(long epoch, Lsn commit, int index, @Nullable SeenSnapshot seen)
    implements Comparable<Cursor> {

  /** The index of a cursor behind every change of its transaction. */
  public static final int END = Integer.MAX_VALUE;

  private static final char SEEN = '~';

  private static final Comparator<Cursor> ORDER =
      Comparator.comparing(Cursor::commit).thenComparingInt(Cursor::index);

  /** A place behind which nothing was seen. */
  public Cursor(long epoch, Lsn commit, int index) {
    this(epoch, commit, index, null);
  }

  /** The same place, for somebody who has that snapshot. */
  public Cursor with(@Nullable SeenSnapshot snapshot) {
    return new Cursor(epoch, commit, index, snapshot);
  }

  /** After everything of a transaction. */
  public static Cursor after(long epoch, Lsn commit) {
    return new Cursor(epoch, commit, END);
  }

  /** Reads what {@link #toString} wrote; empty where it is something else. */
  public static Optional<Cursor> parse(String text) {
    int mark = text.indexOf(SEEN);
    if (mark < 0) {
      return place(text);
    }
    return SeenSnapshot.parse(text.substring(mark + 1))
        .flatMap(seen -> place(text.substring(0, mark)).map(place -> place.with(seen)));
  }

  private static Optional<Cursor> place(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      int index = parts[2].isEmpty() ? END : Integer.parseInt(parts[2]);
      return index < 0
          ? Optional.empty()
          : Optional.of(new Cursor(Long.parseLong(parts[0]), Lsn.parse(parts[1]), index));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Cursor other) {
    return ORDER.compare(this, other);
  }

  /**
   * {@code epoch-16/B374D848-index}, nothing after the last dash standing for {@link #END}; then,
   * behind a tilde, what was seen.
   */
  @Override
  public String toString() {
    String place = epoch + "-" + commit + "-" + (index == END ? "" : Integer.toString(index));
    return seen == null ? place : place + SEEN + seen;
  }
}
