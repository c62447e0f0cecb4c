package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.SeenSnapshot;

/** Reads a table's current rows as a subscriber sees them. Thread-safe; blocks. */
@FunctionalInterface
interface SnapshotReader {

  /**
   * The rows and which transactions they show.
   *
   * @throws dev.pgext.error.ApiException as the same REST request
   */
  Snapshot read(Interest interest, Binding binding);

  /**
   * A table's rows at one moment.
   *
   * @param rows a JSON array in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // the rows are handed on, never compared
  record Snapshot(byte[] rows, SeenSnapshot seen) {}
}
