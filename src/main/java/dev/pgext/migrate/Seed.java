package dev.pgext.migrate;

import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.file.Checksum;
import dev.pgext.migrate.file.ProjectFolder;
import dev.pgext.migrate.script.ScriptException;
import dev.pgext.migrate.script.Source;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.migrate.script.SqlScript;
import dev.pgext.pg.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Runs seed.sql, the rows that a new database begins with, and remembers that it has. */
final class Seed {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS pgext_migrations.seeds (
        script     text        NOT NULL,
        checksum   int         NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )
      """;

  private final Session session;
  private final Consumer<MigrationEvent> listener;

  Seed(Session session, Consumer<MigrationEvent> listener) {
    this.session = session;
    this.listener = listener;
  }

  /** Whether it was run here before. */
  boolean done() throws SQLException {
    boolean kept =
        session
            .query(
                row -> row.getBoolean(1),
                "SELECT to_regclass('pgext_migrations.seeds') IS NOT NULL")
            .get(0);
    return kept && !session.query(row -> 0, "SELECT FROM pgext_migrations.seeds").isEmpty();
  }

  /** Runs it in the session's transaction. */
  void run(ProjectFolder folder) throws SQLException {
    Source source = source(folder);
    ScriptRun script = new ScriptRun(session, source, listener);
    try {
      SqlScript.split(source.text()).forEach(script::run);
    } catch (ScriptException fault) {
      SqlFault shown = SqlFault.of(source, fault);
      throw new MigrationException(Reason.FILES, shown.render(), shown);
    }
    session.restore();
    new History(session).create();
    session.execute(TABLE);
    session.update(
        "INSERT INTO pgext_migrations.seeds VALUES (?, ?)",
        source.name(),
        Checksum.of(source.text()));
  }

  private static Source source(ProjectFolder folder) {
    try {
      return new Source(folder.named(folder.seed()), Files.readString(folder.seed()));
    } catch (IOException e) {
      throw new MigrationException(
          Reason.FILES, folder.seed() + ": cannot be read: " + FileFault.text(e));
    }
  }
}
