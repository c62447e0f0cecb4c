package dev.pgext.realtime.hub;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When tables were gated: whoever resumes passes the same gates as the dispatcher did. What is
 * older than the log is forgotten. Thread-safe.
 */
final class Gates {
  private static final Cursor ALWAYS = new Cursor(0, Lsn.NONE, 0);

  /** By table, whether it is gated from there on. */
  private final Map<Integer, NavigableMap<Cursor, Boolean>> changes = new HashMap<>();

  /** Tables that are gated before anything is known. */
  synchronized void begin(Collection<Integer> oids) {
    oids.forEach(oid -> of(oid).put(ALWAYS, true));
  }

  synchronized void gate(int oid, Cursor from, Cursor oldest) {
    change(oid, from, true, oldest);
  }

  /** Whether it was gated. */
  synchronized boolean ungate(int oid, Cursor from, Cursor oldest) {
    boolean was = gated(oid, from);
    if (was) {
      change(oid, from, false, oldest);
    }
    return was;
  }

  private void change(int oid, Cursor from, boolean gated, Cursor oldest) {
    NavigableMap<Cursor, Boolean> own = of(oid);
    own.put(from, gated);
    Cursor before = own.floorKey(oldest);
    if (before != null) {
      own.headMap(before, false).clear();
    }
  }

  private NavigableMap<Cursor, Boolean> of(int oid) {
    return changes.computeIfAbsent(oid, any -> new TreeMap<>());
  }

  /** Positions of another epoch say nothing of those before: what is gated now is so from there. */
  synchronized void discontinued() {
    for (NavigableMap<Cursor, Boolean> own : changes.values()) {
      boolean last = own.lastEntry().getValue();
      own.clear();
      own.put(ALWAYS, last);
    }
  }

  synchronized boolean gated(int oid, Cursor at) {
    NavigableMap<Cursor, Boolean> own = changes.get(oid);
    Map.Entry<Cursor, Boolean> latest = own == null ? null : own.floorEntry(at);
    return latest != null && latest.getValue();
  }

  /** Whether a table is gated no more from exactly there on. */
  synchronized boolean opens(int oid, Cursor at) {
    NavigableMap<Cursor, Boolean> own = changes.get(oid);
    return own != null && Boolean.FALSE.equals(own.get(at));
  }
}
