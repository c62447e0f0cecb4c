package dev.pgext.migrate;

import dev.pgext.migrate.MigrationException.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An advisory lock of the database: one run at a time. It ends with the session, and a server that
 * still works for a client that was killed still holds it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">
 *     PostgreSQL: advisory locks</a>
 */
final class RunLock {
  private static final long KEY = 0x7067_6578_745f_6d69L;
  private static final long PAUSE = 100;

  private static final String HOLDER =
      """
      SELECT format('process %s%s, since %s', l.pid, ' (' || nullif(a.application_name, '') || ')',
                    to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'))
      FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND l.classid = %d AND l.objid = %d AND l.pid <> pg_backend_pid()
      """
          .replace("%d AND l.objid", (KEY >>> 32) + " AND l.objid")
          .replace("%d AND l.pid", (KEY & 0xffff_ffffL) + " AND l.pid");

  private final Session session;

  RunLock(Session session) {
    this.session = session;
  }

  /** Takes it as soon as nobody else has it. A wait inside SQL would hold up concurrent builds. */
  void await(Consumer<MigrationEvent> listener) throws SQLException {
    boolean told = false;
    while (!attempt()) {
      if (!told) {
        listener.accept(new MigrationEvent.Waiting(holder().orElse("another run")));
        told = true;
      }
      pause();
    }
  }

  /** Takes it once more: a script may have given up all locks of its session. */
  void confirm() throws SQLException {
    if (!attempt()) {
      throw new MigrationException(
          Reason.STATE, "a script gave up all advisory locks, and another run began meanwhile");
    }
  }

  private boolean attempt() throws SQLException {
    List<Boolean> taken =
        session.query(
            row -> row.getBoolean(1), "SELECT pg_catalog.pg_try_advisory_lock(" + KEY + ")");
    return taken.get(0);
  }

  /** Who else holds it. */
  Optional<String> holder() throws SQLException {
    return session.query(row -> row.getString(1), HOLDER).stream().findFirst();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(Reason.TIMEOUT, "interrupted");
    }
  }
}
