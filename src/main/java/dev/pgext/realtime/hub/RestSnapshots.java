package dev.pgext.realtime.hub;

import dev.pgext.auth.AuthContext;
import dev.pgext.exec.Ending;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.Executor;
import dev.pgext.exec.ResultRow;
import dev.pgext.exec.RowCheck;
import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SeenSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Reads snapshots by the statements of REST requests.
 *
 * @param queued whether cursors are places in the queue, not positions of the write-ahead log
 */
record RestSnapshots(RestRead rest, Executor executor, BooleanSupplier queued)
    implements SnapshotReader {

  @Override
  public Snapshot read(Interest interest, Binding binding) {
    List<String> columns =
        binding.columns().stream()
            .map(position -> binding.shape().columns().get(position).name())
            .toList();
    AuthContext auth = new AuthContext(interest.viewer().role(), interest.viewer().claims(), false);
    ExecutionResult result =
        executor.execute(rest.statement(interest, columns), auth, Ending.COMMIT, RowCheck.none());
    if (!(result instanceof ExecutionResult.Rows rows)) {
      throw new IllegalStateException("a read that gives no rows");
    }
    ResultRow row = rows.row();
    return new Snapshot(
        row.body(),
        SeenSnapshot.parse(
            Objects.requireNonNull(row.status()),
            queued.getAsBoolean() ? null : Lsn.parse(Objects.requireNonNull(row.headers()))));
  }
}
