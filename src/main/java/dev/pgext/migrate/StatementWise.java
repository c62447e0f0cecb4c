package dev.pgext.migrate;

import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.file.Checksum;
import dev.pgext.migrate.script.Execution;
import dev.pgext.migrate.script.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a file that cannot be one transaction. Each statement is committed together with the count
 * of those that are done, where PostgreSQL lets it run in a transaction; the others are announced
 * before and counted after. So a killed run leaves a count that is true, and at most one statement
 * of which nobody knows, which is then looked at. Confined to one run.
 */
final class StatementWise {
  private static final Set<String> NOT_INSIDE = Set.of("25001", "2D000");
  private static final Set<String> THERE_ALREADY = Set.of("42P07", "42710", "42P04", "42701");
  private static final Set<String> GONE_ALREADY = Set.of("42704", "42P01", "3D000", "42703");

  private final Session session;
  private final History history;
  private final LockRetries retries;
  private final MigrationSettings settings;
  private final Work work;
  private final ScriptRun script;
  private final InvalidIndexes indexes;

  StatementWise(
      Session session,
      History history,
      LockRetries retries,
      MigrationSettings settings,
      Work work) {
    this.session = session;
    this.history = history;
    this.retries = retries;
    this.settings = settings;
    this.work = work;
    this.script = new ScriptRun(session, work.source(), settings.listener());
    this.indexes = new InvalidIndexes(session, settings.listener());
  }

  void run() throws SQLException {
    int first = begin();
    try {
      for (int i = first; i < work.statements().size(); i++) {
        step(i);
      }
    } catch (MigrationException failure) {
      session.rollback();
      throw failure.adding("  hint: correct it and run this again: it goes on with this statement");
    }
    if (session.inTransaction()) {
      throw new MigrationException(
          Reason.STATEMENT, work.path() + ": it begins a transaction and does not end it");
    }
  }

  /** Where to begin: after the statements that are done, and with their settings. */
  private int begin() throws SQLException {
    Progress former = work.progress();
    int done = former == null ? 0 : former.done();
    if (former != null && (done > work.statements().size() || prefix(done) != former.prefix())) {
      throw new MigrationException(
          Reason.STATE,
          "%s was applied up to its statement %d, and what comes before it was edited since.\n  hint: put these statements back; or, where what they did is undone, `pgext migrate repair` lets it begin anew"
              .formatted(work.path(), done));
    }
    history.begin(
        new Progress(
            work.identity(),
            work.file().script(),
            work.direction(),
            work.statements().size(),
            done,
            prefix(done),
            null));
    if (former != null) {
      settings
          .listener()
          .accept(new MigrationEvent.Resuming(work.path(), done, work.statements().size()));
    }
    for (SqlStatement before : work.statements().subList(0, done)) {
      if (before.begins("set") || before.begins("reset")) {
        script.run(before);
      }
    }
    return done;
  }

  private int prefix(int count) {
    List<SqlStatement> done =
        work.statements().subList(0, Math.min(count, work.statements().size()));
    return Checksum.of(done.stream().map(SqlStatement::text).collect(Collectors.joining(";\n")));
  }

  private void step(int index) throws SQLException {
    SqlStatement statement = work.statements().get(index);
    if (session.inTransaction()) {
      insideOfScripts(statement, index);
      return;
    }
    switch (Execution.of(statement)) {
      case OUTSIDE -> retries.run(() -> outside(statement, index));
      case CONTROL -> {
        script.run(statement);
        count(index);
      }
      default -> retries.run(() -> inside(statement, index));
    }
  }

  /** In a transaction that the script itself has begun, the count is committed with it. */
  private void insideOfScripts(SqlStatement statement, int index) throws SQLException {
    if (Execution.of(statement) == Execution.CONTROL) {
      count(index);
    }
    script.run(statement);
    if (!session.inTransaction()) {
      count(index);
    }
  }

  private void inside(SqlStatement statement, int index) throws SQLException {
    session.execute("BEGIN");
    try {
      script.run(statement);
      count(index);
      session.execute("COMMIT");
    } catch (MigrationException | SQLException failure) {
      session.rollback();
      if (failure instanceof MigrationException refused && refused.hasState(NOT_INSIDE)) {
        outside(statement, index);
        return;
      }
      throw failure;
    }
  }

  private void outside(SqlStatement statement, int index) throws SQLException {
    int sum = Checksum.of(statement.text());
    Progress former = work.progress();
    boolean unknown =
        former != null && former.done() == index && Objects.equals(former.attempted(), sum);
    indexes.dropLeftBehind(statement);
    asOneself(() -> history.attempted(work.identity(), sum));
    try {
      script.run(statement);
    } catch (MigrationException failure) {
      if (!unknown || !done(statement, failure)) {
        if (failure.fault() != null) {
          asOneself(() -> history.attempted(work.identity(), null));
        }
        throw failure;
      }
      settings
          .listener()
          .accept(
              new MigrationEvent.Note(
                  "the interrupted run had done it already: " + head(statement)));
    }
    count(index);
  }

  /** Whether the failure says that an interrupted run had come through with it. */
  private static boolean done(SqlStatement statement, MigrationException failure) {
    return failure.hasState(statement.begins("drop") ? GONE_ALREADY : THERE_ALREADY);
  }

  private static String head(SqlStatement statement) {
    String line = statement.text().lines().findFirst().orElse("");
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }

  private void count(int index) throws SQLException {
    asOneself(() -> history.done(work.identity(), index + 1, prefix(index + 1)));
  }

  /** The script may have become another role, which may not write to the history. */
  private void asOneself(LockRetries.Attempt bookkeeping) throws SQLException {
    String role = session.query(row -> row.getString(1), "SELECT current_setting('role')").get(0);
    boolean other = !role.equals("none");
    if (other) {
      session.execute("RESET ROLE");
    }
    bookkeeping.run();
    if (other) {
      session.query(row -> 0, "SELECT set_config('role', ?, false)", role);
    }
  }
}
