package dev.pgext.migrate;

import dev.pgext.migrate.file.MigrationFile;
import java.sql.SQLException;
import java.util.List;

/** A run that has the lock, and a history to write to. */
record LockedRun(Runner runner, History history, Comparison comparison) {

  /** Waits for the lock; makes the history if there is none, with what other tools have kept. */
  static LockedRun begin(
      Session session,
      MigrationTarget target,
      MigrationSettings settings,
      List<MigrationFile> files)
      throws SQLException {
    RunLock lock = new RunLock(session);
    lock.await(settings.listener());
    History history = new History(session);
    if (!history.exists()) {
      create(session, history, settings, files);
    }
    return new LockedRun(
        new Runner(session, lock, target, settings),
        history,
        new Comparison(files, history.rows(), history.progress()));
  }

  private static void create(
      Session session, History history, MigrationSettings settings, List<MigrationFile> files)
      throws SQLException {
    List<OtherTools.Found> others = new OtherTools(session, settings.environment(), files).find();
    session.execute("BEGIN");
    history.create();
    for (HistoryRow row : Statuses.takenOver(others, files)) {
      history.add(row);
    }
    session.execute("COMMIT");
    others.forEach(
        found ->
            settings
                .listener()
                .accept(new MigrationEvent.TakenOver(found.table(), found.rows().size())));
  }
}
