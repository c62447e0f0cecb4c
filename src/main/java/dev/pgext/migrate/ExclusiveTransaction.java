package dev.pgext.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of a database besides migrations: one transaction, while nobody else migrates or deploys
 * there, and afterwards the servers read the schema anew. Blocks its caller.
 */
public final class ExclusiveTransaction {
  private final MigrationTarget target;
  private final MigrationSettings settings;

  public ExclusiveTransaction(MigrationTarget target, MigrationSettings settings) {
    this.target = target;
    this.settings = settings;
  }

  /** What is done in it. It may be done anew where a lock was not to be had in time. */
  public interface Task<T> {
    T run(Session session) throws SQLException;
  }

  /** How it ends. */
  public enum End {
    COMMIT,
    /** For a trial. */
    ROLLBACK
  }

  /**
   * Waits for the lock and runs the task.
   *
   * @throws MigrationException where it fails; nothing of it is left then
   */
  public <T> T run(End end, Task<T> task) {
    return unless(session -> Optional.empty(), end, task);
  }

  /**
   * Looks first whether there is anything to do, for which nobody is waited for.
   *
   * @param shortcut what there is to say where nothing is to be done
   * @throws MigrationException where it fails; nothing of it is left then
   */
  public <T> T unless(Task<Optional<T>> shortcut, End end, Task<T> task) {
    try (Session session = Session.open(target, settings.lockTimeout())) {
      Optional<T> done = shortcut.run(session);
      if (done.isPresent()) {
        return done.get();
      }
      new RunLock(session).await(settings.listener());
      List<T> result = new ArrayList<>(1);
      new LockRetries(settings).run(() -> result.add(once(session, end, task)));
      return result.get(0);
    } catch (SQLException failure) {
      throw Session.broken(failure);
    }
  }

  private <T> T once(Session session, End end, Task<T> task) throws SQLException {
    session.execute("BEGIN");
    try {
      T result = task.run(session);
      ReloadNotice.send(session, target);
      session.execute(end.name());
      return result;
    } catch (SQLException | MigrationException failure) {
      session.rollback();
      session.restore();
      throw failure;
    }
  }
}
