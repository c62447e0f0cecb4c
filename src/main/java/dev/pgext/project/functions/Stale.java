package dev.pgext.project.functions;

import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Drops what no file makes any more; what others depend on waits until the end. */
final class Stale {
  private static final String DEPENDED_ON = "2BP01";

  private final Session session;
  private final Map<DatabaseObject, String> waiting = new LinkedHashMap<>();
  private final List<DatabaseObject> dropped = new ArrayList<>();

  Stale(Session session) {
    this.session = session;
  }

  List<DatabaseObject> dropped() {
    return dropped;
  }

  /** Drops it in the end, unless somebody makes it before. */
  void later(DatabaseObject object, String path) {
    waiting.put(object, path);
  }

  /** Drops it now, if nothing depends on it. */
  void now(DatabaseObject object, String path) throws SQLException {
    if (drop(object) != null) {
      later(object, path);
    }
  }

  /**
   * Drops the rest.
   *
   * @throws MigrationException where something depends on one of them
   */
  void finish(Account account) throws SQLException {
    waiting.keySet().removeIf(account::made);
    boolean progress = true;
    SQLException refusal = null;
    while (progress && !waiting.isEmpty()) {
      progress = false;
      for (DatabaseObject object : List.copyOf(waiting.keySet())) {
        SQLException refused = drop(object);
        refusal = refused == null ? refusal : refused;
        if (refused == null) {
          waiting.remove(object);
          progress = true;
        }
      }
    }
    if (refusal != null && !waiting.isEmpty()) {
      throw refused(refusal);
    }
  }

  private MigrationException refused(SQLException refusal) throws SQLException {
    DatabaseObject object = waiting.keySet().iterator().next();
    SQLException own = drop(object);
    return new MigrationException(
        Reason.STATE,
        "%s does not make %s any more, and it cannot be dropped:\n  %s\n  hint: change what depends on it together with it, or drop that in a migration"
            .formatted(
                waiting.get(object),
                object,
                dependents(own == null ? refusal : own).replace("\n", "\n  ")));
  }

  private @Nullable SQLException drop(DatabaseObject object) throws SQLException {
    session.execute("SAVEPOINT pgext_drop");
    try {
      session.execute(object.drop());
      session.execute("RELEASE SAVEPOINT pgext_drop");
      dropped.add(object);
      return null;
    } catch (SQLException failure) {
      session.execute("ROLLBACK TO SAVEPOINT pgext_drop; RELEASE SAVEPOINT pgext_drop");
      if (!DEPENDED_ON.equals(failure.getSQLState())) {
        throw failure;
      }
      return failure;
    }
  }

  /** What depends on it, in PostgreSQL's words. */
  static String dependents(SQLException refusal) {
    ServerErrorMessage raised =
        refusal instanceof PSQLException error ? error.getServerErrorMessage() : null;
    String detail = raised == null ? null : raised.getDetail();
    return detail == null ? String.valueOf(refusal.getMessage()) : detail;
  }
}
