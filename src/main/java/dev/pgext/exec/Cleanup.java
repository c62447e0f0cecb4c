package dev.pgext.exec;

import dev.pgext.sql.Bind;
import dev.pgext.sql.SqlFragment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that end a transaction so that nothing of it reaches the connection's next user:
 * what {@code DISCARD ALL} does, without what pgjdbc prepared (docs/decisions/001).
 *
 * @param timeZone the session's time zone where it is not the one that {@code RESET ALL} restores
 * @param reportsSearchPath whether the server tells pgjdbc of a changed search_path when a
 *     transaction stays open (PostgreSQL 18), which makes pgjdbc prepare everything again
 * @see <a href="https://www.postgresql.org/docs/current/sql-discard.html">PostgreSQL: DISCARD</a>
 */
record Cleanup(@Nullable String timeZone, boolean reportsSearchPath) {

  /**
   * Resets the session within the transaction, whose deferred triggers run first, as its role.
   *
   * <p>BEGIN makes the implicit transaction an explicit one: without it SET CONSTRAINTS, and
   * ROLLBACK, put a warning into the server's log.
   */
  void commit(Script script) {
    script.add("BEGIN");
    reset(script);
    script.add("COMMIT");
  }

  /** The same, within a transaction that is an explicit one already. */
  void reset(Script script) {
    script.add("SET CONSTRAINTS ALL IMMEDIATE");
    script.add("RESET ROLE");
    script.add("RESET SESSION AUTHORIZATION");
    script.add("RESET ALL");
    restoreTimeZone(script);
    script.add("CLOSE ALL");
    script.add("UNLISTEN *");
    script.add("DISCARD TEMP");
    unlock(script);
  }

  /** Checks what a commit would, then undoes everything. */
  void rollback(Script script, boolean leavesState) {
    script.add("BEGIN");
    script.add("SET CONSTRAINTS ALL IMMEDIATE");
    script.add("ROLLBACK");
    if (leavesState) {
      unlock(script);
    }
  }

  /** What a rollback does not undo. */
  void unlock(Script script) {
    script.add("DISCARD SEQUENCES");
    script.add("SELECT pg_advisory_unlock_all()");
  }

  /** Leaves the transaction open without a search_path to report. */
  void pause(Script script) {
    if (reportsSearchPath) {
      script.add("SET LOCAL search_path TO DEFAULT");
    }
  }

  /** Undoes {@link #pause}: deferred triggers see the request's settings. */
  void resume(Script script, SqlFragment setup) {
    if (reportsSearchPath) {
      script.add(setup);
    }
  }

  private void restoreTimeZone(Script script) {
    if (timeZone != null) {
      script.add(
          new SqlFragment(
              "SELECT set_config('TimeZone', ?, false)", List.of(new Bind.Text(timeZone))));
    }
  }
}
