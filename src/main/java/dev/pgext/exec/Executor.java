package dev.pgext.exec;

import dev.pgext.auth.AuthContext;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.exec.ExecutionResult.ExecutionPlan;
import dev.pgext.exec.ExecutionResult.Rows;
import dev.pgext.exec.RowCheck.Moment;
import dev.pgext.sql.Bind;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.RequestStatement.Kind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Runs a request's statements as one transaction in one network round trip. Thread-safe; blocks the
 * caller.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/transactions.html">PostgREST:
 *     transactions</a>
 */
public final class Executor {
  private final ConnectionPool pool;
  private final Supplier<Config> config;

  public Executor(ConnectionPool pool, Supplier<Config> config) {
    this.pool = pool;
    this.config = config;
  }

  /**
   * Runs a request's transaction and returns what its main statement gave.
   *
   * @throws ApiException if the database cannot be reached or refuses, or if {@code check} does
   */
  public ExecutionResult execute(
      RequestStatement statement, AuthContext auth, Ending ending, RowCheck check) {
    ExecutionResult result;
    boolean twoTrips = looksBeforeCommit(statement, ending, check);
    try (Lease lease = pool.acquire()) {
      result = execute(lease, statement, ending, twoTrips ? check : RowCheck.none());
      lease.carried(largestBody(statement, result));
    } catch (SQLException failure) {
      throw DatabaseErrors.of(failure, auth.anonymous()).asException();
    }
    if (!twoTrips && result instanceof Rows rows) {
      check.condition().accept(rows.row());
    }
    return result;
  }

  private static int largestBody(RequestStatement statement, ExecutionResult result) {
    int largest = result instanceof Rows rows ? rows.row().body().length : 0;
    for (Bind sent : statement.main().parameters()) {
      largest = Math.max(largest, sent.size());
    }
    return largest;
  }

  private static boolean looksBeforeCommit(
      RequestStatement statement, Ending ending, RowCheck check) {
    return check.moment() == Moment.BEFORE_COMMIT
        && ending == Ending.COMMIT
        && statement.kind() == Kind.ROWS;
  }

  private ExecutionResult execute(
      Lease lease, RequestStatement statement, Ending ending, RowCheck check) throws SQLException {
    try {
      return attempt(lease, statement, ending, check);
    } catch (SQLException failure) {
      recover(lease, statement);
      if (!DatabaseErrors.isStalePlan(failure) || lease.evicted()) {
        throw failure;
      }
    }
    // Nothing was committed: the transaction failed as a whole.
    lease.forgetPrepared();
    try {
      return attempt(lease, statement, ending, check);
    } catch (SQLException failure) {
      recover(lease, statement);
      throw failure;
    }
  }

  private ExecutionResult attempt(
      Lease lease, RequestStatement statement, Ending ending, RowCheck check) throws SQLException {
    boolean twoTrips = check.moment() == Moment.BEFORE_COMMIT;
    try {
      RequestScript request =
          twoTrips
              ? RequestScript.opening(statement, lease.cleanup())
              : RequestScript.whole(statement, ending, lease.cleanup());
      ExecutionResult result = run(lease, request, statement.kind());
      if (twoTrips && result instanceof Rows rows) {
        check.condition().accept(rows.row());
        lease.run(RequestScript.commit(statement, lease.cleanup()));
      }
      return result;
    } catch (ApiException refusal) {
      recover(lease, statement);
      throw refusal;
    } catch (RuntimeException | Error bug) {
      lease.evict();
      throw bug;
    }
  }

  private ExecutionResult run(Lease lease, RequestScript request, Kind kind) throws SQLException {
    try (PreparedStatement prepared = lease.prepare(request.script())) {
      prepared.execute();
      ResultReader reader = new ResultReader(prepared);
      if (kind == Kind.EXECUTION_PLAN) {
        return new ExecutionPlan(reader.lines(request.main()));
      }
      ResultRow row = reader.row(request.main());
      return new Rows(
          request.countExplain() == null
              ? row
              : row.withEstimate(
                  reader.plannedRows(request.countExplain()), config.get().database().maxRows()));
    }
  }

  /**
   * After a failure: undoes what is left of the transaction and what outlives a rollback. A
   * connection that cannot be cleaned is not used again.
   */
  private static void recover(Lease lease, RequestStatement statement) {
    lease.failed();
    if (lease.evicted()) {
      return;
    }
    boolean open = !lease.isIdle();
    if (!open && !statement.leavesState()) {
      return;
    }
    Script script = new Script();
    if (open) {
      script.add("ROLLBACK");
    }
    if (statement.leavesState()) {
      lease.cleanup().unlock(script);
    }
    try {
      lease.run(script);
    } catch (SQLException failure) {
      lease.evict();
    }
  }
}
