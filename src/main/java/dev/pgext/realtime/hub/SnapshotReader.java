package dev.pgext.realtime.hub;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SeenSnapshot;
import org.jspecify.annotations.Nullable;

/** Reads a table's current rows as a subscriber sees them. Thread-safe; blocks. */
interface SnapshotReader {

  /**
   * The rows and which transactions they show.
   *
   * @throws dev.pgext.error.ApiException as the same REST request
   */
  Snapshot read(Interest interest, Binding binding);

  /**
   * Where the write-ahead log ends now: no snapshot that was taken is from behind it. Null where
   * cursors are no positions of it.
   *
   * @throws dev.pgext.error.ApiException where the database cannot be asked
   */
  @Nullable Lsn now();

  /**
   * A table's rows at one moment.
   *
   * @param rows a JSON array in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // the rows are handed on, never compared
  record Snapshot(byte[] rows, SeenSnapshot seen) {}
}
