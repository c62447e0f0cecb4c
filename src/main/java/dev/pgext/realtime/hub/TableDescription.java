package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import java.util.List;

/**
 * A table with what its shape does not say.
 *
 * @param key names of the primary key's columns; empty where it has none
 * @param state how it was before whatever else was asked about it
 */
record TableDescription(TableShape shape, List<String> key, TableState state) {
  TableDescription {
    key = List.copyOf(key);
  }

  TableDescription withShape(TableShape other) {
    return new TableDescription(other, key, state);
  }

  TableDescription withState(TableState other) {
    return new TableDescription(shape, key, other);
  }
}
