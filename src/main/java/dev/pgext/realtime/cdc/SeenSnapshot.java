package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions a snapshot of rows has in it: what {@code pg_current_snapshot()} says.
 *
 * @param oldestRunning every older transaction is in it, or rolled back
 * @param next this one and every younger transaction is not in it
 * @param running those between them that are not in it, ascending
 * @param taken where the write-ahead log ended when it was taken, or later: what commits behind it
 *     is not in the snapshot; null where cursors are no positions of the write-ahead log
 * @see <a
 *     href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT">PostgreSQL:
 *     transaction ID and snapshot information functions</a>
 */
public record SeenSnapshot(long oldestRunning, long next, List<Long> running, @Nullable Lsn taken) {
  private static final long WRAP = 1L << 32;

  public SeenSnapshot {
    running = List.copyOf(running);
  }

  /**
   * Reads PostgreSQL's {@code xmin:xmax:xip,…}.
   *
   * @throws NumberFormatException where it is something else
   */
  public static SeenSnapshot parse(String text, @Nullable Lsn taken) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new NumberFormatException("no snapshot: " + text);
    }
    List<Long> running =
        parts[2].isEmpty()
            ? List.of()
            : Arrays.stream(parts[2].split(",", -1)).map(Long::valueOf).sorted().toList();
    return new SeenSnapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running, taken);
  }

  /** Reads what {@link #toString} wrote; empty where it is something else. */
  static Optional<SeenSnapshot> parse(String text) {
    String[] parts = text.split("@", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(parts[0], parts[1].isEmpty() ? null : Lsn.parse(parts[1])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * {@code xmin:xmax:xip,…@16/B374D848}; nothing after the last sign where there is no position.
   */
  @Override
  public String toString() {
    String between = running.stream().map(Object::toString).collect(Collectors.joining(","));
    return oldestRunning + ":" + next + ":" + between + "@" + (taken == null ? "" : taken);
  }

  /** The same, if a client says so: it was taken at that position at the latest. */
  public SeenSnapshot notBehind(@Nullable Lsn now) {
    boolean possible = now != null && taken != null && taken.compareTo(now) <= 0;
    return possible ? this : new SeenSnapshot(oldestRunning, next, running, now);
  }

  /** Whether no transaction that commits there can be in it. */
  public boolean endsBefore(Lsn commit) {
    return taken != null && commit.compareTo(taken) > 0;
  }

  /**
   * Whether a committed transaction is in it.
   *
   * @param xid its low 32 bits; 0 where it is not known: then it is not
   */
  public boolean contains(long xid) {
    if (xid == 0) {
      return false;
    }
    long whole = nearest(xid);
    return whole < oldestRunning || (whole < next && Collections.binarySearch(running, whole) < 0);
  }

  /** The 64-bit id with these low bits that is nearest to the snapshot. */
  private long nearest(long xid) {
    long candidate = (next & -WRAP) | (xid & (WRAP - 1));
    if (candidate - next > WRAP / 2) {
      return candidate - WRAP;
    }
    return next - candidate > WRAP / 2 ? candidate + WRAP : candidate;
  }
}
