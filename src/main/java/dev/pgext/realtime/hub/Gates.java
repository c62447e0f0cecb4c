package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * When tables were gated: whoever resumes passes the same gates as the dispatcher did. What is
 * older than the log is forgotten, and positions of one epoch say nothing of another. Thread-safe.
 */
final class Gates {
  /** By table, whether it is gated from there on. */
  private final Map<Integer, NavigableMap<Cursor, Boolean>> changes = new HashMap<>();

  /** Tables that the database calls gated, for as long as the log says nothing of them. */
  private Set<Integer> standing = Set.of();

  /**
   * An epoch begins.
   *
   * @param oids of the tables that are gated then
   */
  synchronized void begin(Set<Integer> oids) {
    changes.clear();
    standing = Set.copyOf(oids);
  }

  synchronized void gate(int oid, Cursor from, Cursor oldest) {
    change(oid, from, true, oldest);
  }

  synchronized void ungate(int oid, Cursor from, Cursor oldest) {
    change(oid, from, false, oldest);
  }

  private void change(int oid, Cursor from, boolean gated, Cursor oldest) {
    NavigableMap<Cursor, Boolean> own = changes.computeIfAbsent(oid, any -> new TreeMap<>());
    own.put(from, gated);
    Cursor before = own.floorKey(oldest);
    if (before != null) {
      own.headMap(before, false).clear();
    }
  }

  /** Whether it is gated there; before the first change that is known, it was the other way. */
  synchronized boolean gated(int oid, Cursor at) {
    NavigableMap<Cursor, Boolean> own = changes.getOrDefault(oid, new TreeMap<>());
    Map.Entry<Cursor, Boolean> latest = own.floorEntry(at);
    if (latest != null && latest.getKey().epoch() == at.epoch()) {
      return latest.getValue();
    }
    Map.Entry<Cursor, Boolean> next = own.higherEntry(at);
    return next == null ? standing.contains(oid) : !next.getValue();
  }

  /** Whether a table is gated no more from exactly there on. */
  synchronized boolean opens(int oid, Cursor at) {
    NavigableMap<Cursor, Boolean> own = changes.get(oid);
    return own != null && Boolean.FALSE.equals(own.get(at));
  }
}
