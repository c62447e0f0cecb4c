package dev.pgext.migrate;

import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.file.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables in which a database keeps what was applied. A row tells what is committed. */
final class History {
  static final String SCHEMA = "pgext_migrations";
  static final String PGEXT = "pgext";
  static final String BASELINE = "baseline";

  private static final String CREATE =
      """
      CREATE SCHEMA IF NOT EXISTS pgext_migrations;
      COMMENT ON SCHEMA pgext_migrations IS 'What pgext migrate has applied';
      CREATE TABLE IF NOT EXISTS pgext_migrations.history (
        position     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        identity     text        NOT NULL UNIQUE,
        kind         text        NOT NULL,
        version      text,
        description  text        NOT NULL,
        script       text        NOT NULL,
        checksum     int,
        origin       text        NOT NULL,
        applied_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        applied_by   name        NOT NULL DEFAULT session_user,
        milliseconds bigint      NOT NULL DEFAULT 0
      );
      CREATE TABLE IF NOT EXISTS pgext_migrations.progress (
        identity   text        PRIMARY KEY,
        script     text        NOT NULL,
        direction  text        NOT NULL,
        statements int         NOT NULL,
        done       int         NOT NULL,
        prefix     int         NOT NULL,
        attempted  int,
        since      timestamptz NOT NULL DEFAULT clock_timestamp()
      )
      """;

  private static final String ROWS =
      """
      SELECT identity, kind, version, description, script, checksum, origin, applied_at
      FROM pgext_migrations.history ORDER BY position
      """;

  private final Session session;

  History(Session session) {
    this.session = session;
  }

  boolean exists() throws SQLException {
    return session
        .query(
            row -> row.getBoolean(1), "SELECT to_regclass('pgext_migrations.progress') IS NOT NULL")
        .get(0);
  }

  void create() throws SQLException {
    session.execute(CREATE);
  }

  /** In the order in which they were applied. */
  List<HistoryRow> rows() throws SQLException {
    return session.query(History::row, ROWS);
  }

  private static HistoryRow row(ResultSet row) throws SQLException {
    String version = row.getString("version");
    int checksum = row.getInt("checksum");
    return new HistoryRow(
        row.getString("identity"),
        Kind.valueOf(row.getString("kind")),
        version == null ? null : Version.parse(version),
        row.getString("description"),
        row.getString("script"),
        row.wasNull() ? null : checksum,
        row.getString("origin"),
        row.getTimestamp("applied_at").toInstant());
  }

  List<Progress> progress() throws SQLException {
    return session.query(
        row -> {
          int attempted = row.getInt("attempted");
          boolean none = row.wasNull();
          return new Progress(
              row.getString("identity"),
              row.getString("script"),
              Direction.of(row.getString("direction")),
              row.getInt("statements"),
              row.getInt("done"),
              row.getInt("prefix"),
              none ? null : attempted);
        },
        "SELECT * FROM pgext_migrations.progress ORDER BY since");
  }

  void begin(Progress progress) throws SQLException {
    session.update(
        "INSERT INTO pgext_migrations.progress (identity, script, direction, statements, done, prefix)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO UPDATE SET statements ="
            + " excluded.statements",
        progress.identity(),
        progress.script(),
        progress.direction().word(),
        progress.statements(),
        progress.done(),
        progress.prefix());
  }

  void done(String identity, int statements, int prefix) throws SQLException {
    session.update(
        "UPDATE pgext_migrations.progress SET done = ?, prefix = ?, attempted = NULL"
            + " WHERE identity = ?",
        statements,
        prefix,
        identity);
  }

  void attempted(String identity, @Nullable Integer statement) throws SQLException {
    session.update(
        "UPDATE pgext_migrations.progress SET attempted = ? WHERE identity = ?",
        statement == null ? new Session.Absent(Types.INTEGER) : statement,
        identity);
  }

  void forgetProgress(String identity) throws SQLException {
    session.update("DELETE FROM pgext_migrations.progress WHERE identity = ?", identity);
  }

  /** A file was applied; a repeatable one perhaps once more. */
  void add(MigrationFile file, String origin, Duration took) throws SQLException {
    int added =
        session.update(
            """
        INSERT INTO pgext_migrations.history
          (identity, kind, version, description, script, checksum, origin, milliseconds)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (identity) DO UPDATE
          SET script = excluded.script, checksum = excluded.checksum, origin = excluded.origin,
              applied_at = DEFAULT, applied_by = DEFAULT, milliseconds = excluded.milliseconds
          WHERE history.kind = 'REPEATABLE'
        """,
            file.identity(),
            file.kind().name(),
            text(file.version()),
            file.description(),
            file.script(),
            file.checksum(),
            origin,
            took.toMillis());
    if (added == 0) {
      throw new MigrationException(
          MigrationException.Reason.STATE,
          file.path() + " was applied by another run meanwhile; this one is rolled back");
    }
  }

  /** A row that another tool has kept. */
  void add(HistoryRow row) throws SQLException {
    session.update(
        """
        INSERT INTO pgext_migrations.history
          (identity, kind, version, description, script, checksum, origin, applied_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?::timestamptz) ON CONFLICT (identity) DO NOTHING
        """,
        row.identity(),
        row.kind().name(),
        text(row.version()),
        row.description(),
        row.script(),
        row.checksum() == null ? new Session.Absent(Types.INTEGER) : row.checksum(),
        row.origin(),
        row.appliedAt());
  }

  private static Object text(@Nullable Version version) {
    return version == null ? new Session.Absent(Types.VARCHAR) : version;
  }

  void remove(String identity) throws SQLException {
    session.update(
        "DELETE FROM pgext_migrations.history WHERE identity = ?",
        Objects.requireNonNull(identity));
  }

  void describe(MigrationFile file) throws SQLException {
    session.update(
        "UPDATE pgext_migrations.history SET checksum = ?, script = ?, description = ?"
            + " WHERE identity = ?",
        file.checksum(),
        file.script(),
        file.description(),
        file.identity());
  }
}
