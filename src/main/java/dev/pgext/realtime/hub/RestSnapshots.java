package dev.pgext.realtime.hub;

import dev.pgext.auth.AuthContext;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Ending;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.Executor;
import dev.pgext.exec.ResultRow;
import dev.pgext.exec.RowCheck;
import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SeenSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads snapshots by the statements of REST requests.
 *
 * @param queued whether cursors are places in the queue, not positions of the write-ahead log
 */
record RestSnapshots(RestRead rest, Executor executor, ConnectionPool pool, BooleanSupplier queued)
    implements SnapshotReader {
  private static final String END = "SELECT pg_catalog.pg_current_wal_insert_lsn()::text";

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

  @Override
  public @Nullable Lsn now() {
    return queued.getAsBoolean() ? null : pool.use(RestSnapshots::end);
  }

  private static Lsn end(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }
}
