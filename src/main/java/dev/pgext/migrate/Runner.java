package dev.pgext.migrate;

import dev.pgext.migrate.script.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs works: all in one transaction where that is possible, else one after the other. */
final class Runner {
  private final Session session;
  private final History history;
  private final RunLock lock;
  private final MigrationTarget target;
  private final MigrationSettings settings;
  private final LockRetries retries;

  Runner(Session session, RunLock lock, MigrationTarget target, MigrationSettings settings) {
    this.session = session;
    this.history = new History(session);
    this.lock = lock;
    this.target = target;
    this.settings = settings;
    this.retries = new LockRetries(settings);
  }

  /** Runs them in order. What is committed when it fails is in the history. */
  void run(List<Work> works) throws SQLException {
    if (works.isEmpty()) {
      return;
    }
    if (Work.together(works)) {
      retries.run(() -> transaction(works, null));
      return;
    }
    oneByOne(works);
  }

  /** Runs them in order, and what goes with them. */
  void run(List<Work> works, Companion companion) throws SQLException {
    companion.prepare();
    if (Work.togetherWithMore(works)) {
      retries.run(() -> transaction(works, companion));
      return;
    }
    oneByOne(works);
    try {
      retries.run(() -> transaction(List.of(), companion));
    } catch (MigrationException failure) {
      throw failure.adding("  committed before it: " + names(works, works.size()));
    }
  }

  private void oneByOne(List<Work> works) throws SQLException {
    for (int i = 0; i < works.size(); i++) {
      Work work = works.get(i);
      try {
        one(work);
      } catch (MigrationException failure) {
        throw failure.adding("  committed before it: " + (i == 0 ? "nothing" : names(works, i)));
      }
    }
  }

  private static String names(List<Work> works, int count) {
    return works.stream().limit(count).map(Work::path).collect(Collectors.joining(", "));
  }

  private void one(Work work) throws SQLException {
    if (work.transactional()) {
      retries.run(() -> transaction(List.of(work), null));
      return;
    }
    settings.listener().accept(new MigrationEvent.Starting(work.path(), work.direction()));
    long began = System.nanoTime();
    new StatementWise(session, history, retries, settings, work).run();
    session.rollback();
    session.restore();
    session.execute("BEGIN");
    history.forgetProgress(work.identity());
    keep(work, began);
    ReloadNotice.send(session, target);
    session.execute("COMMIT");
    lock.confirm();
  }

  private void transaction(List<Work> works, @Nullable Companion companion) throws SQLException {
    session.execute("BEGIN");
    try {
      for (Work work : works) {
        inside(work);
      }
      if (companion != null) {
        companion.complete(session, scripts());
      }
      ReloadNotice.send(session, target);
      session.execute("COMMIT");
    } catch (SQLException | RuntimeException failure) {
      session.rollback();
      session.restore();
      throw failure;
    }
    lock.confirm();
  }

  private List<String> scripts() throws SQLException {
    return history.rows().stream().map(HistoryRow::script).toList();
  }

  private void inside(Work work) throws SQLException {
    settings.listener().accept(new MigrationEvent.Starting(work.path(), work.direction()));
    long began = System.nanoTime();
    ScriptRun script = new ScriptRun(session, work.source(), settings.listener());
    work.statements().forEach(script::run);
    if (!work.statements().isEmpty()) {
      checkConstraints(script, work.statements().getLast());
    }
    session.restore();
    keep(work, began);
  }

  /** What is deferred to the commit is checked here, where the file is known. */
  private void checkConstraints(ScriptRun script, SqlStatement last) throws SQLException {
    try {
      session.execute("SET CONSTRAINTS ALL IMMEDIATE");
    } catch (SQLException failure) {
      throw script.fault(last, failure);
    }
  }

  private void keep(Work work, long began) throws SQLException {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    switch (work.direction()) {
      case UP -> history.add(work.file(), History.PGEXT, took);
      case DOWN -> history.remove(work.identity());
    }
    settings.listener().accept(new MigrationEvent.Finished(work.path(), work.direction(), took));
  }
}
