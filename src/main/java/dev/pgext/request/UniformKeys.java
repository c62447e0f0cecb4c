package dev.pgext.request;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether all rows have the keys of the first. A key that a row has twice counts once. Confined to
 * one body.
 */
final class UniformKeys {
  /** The last row that each key of the first row was seen in. */
  private final Map<String, Integer> lastSeen = new HashMap<>();

  private int objects;
  private int distinct;
  private boolean uniform = true;

  /** A row begins. */
  void begin() {
    objects++;
    distinct = 0;
  }

  void add(String key) {
    Integer seen = objects == 1 ? lastSeen.getOrDefault(key, 0) : lastSeen.get(key);
    if (seen == null) {
      uniform = false;
    } else if (seen != objects) {
      lastSeen.put(key, objects);
      distinct++;
    }
  }

  /** A row ends. */
  void end() {
    uniform &= distinct == lastSeen.size();
  }

  /** Something else stands where a row should. */
  void notAnObject() {
    uniform = false;
  }

  boolean uniform() {
    return uniform;
  }

  /** How many rows there were. */
  int objects() {
    return objects;
  }

  Set<String> names() {
    return lastSeen.keySet();
  }
}
