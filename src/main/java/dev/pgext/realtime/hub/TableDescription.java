package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import java.util.List;

/**
 * A table with what its shape does not say.
 *
 * @param key names of the primary key's columns; empty where it has none
 */
record TableDescription(TableShape shape, List<String> key) {
  TableDescription {
    key = List.copyOf(key);
  }

  TableDescription withShape(TableShape other) {
    return new TableDescription(other, key);
  }
}
