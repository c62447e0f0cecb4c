package dev.pgext.migrate;

import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.file.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables in which Flyway and dbmate keep what they applied, read so that nothing is applied
 * twice. They stay as they are.
 *
 * @see <a href="https://documentation.red-gate.com/fd/flyway-schema-history-table-273973417.html">
 *     Flyway: schema history table</a>
 */
final class OtherTools {
  private static final String FLYWAY = "flyway";
  private static final String DBMATE = "dbmate";
  private static final Set<String> NOT_APPLIED =
      Set.of("SCHEMA", "DELETE", "UNDO_SQL", "UNDO_JDBC");

  private static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relname = ? AND c.relkind IN ('r', 'p')
        AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
                    WHERE a.attrelid = c.oid AND a.attname = ? AND NOT a.attisdropped)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
                        WHERE a.attrelid = c.oid AND a.attname = 'dirty')
      ORDER BY pg_catalog.pg_table_is_visible(c.oid) DESC, n.nspname
      """;

  private final Session session;
  private final Map<String, String> environment;
  private final List<MigrationFile> files;

  OtherTools(Session session, Map<String, String> environment, List<MigrationFile> files) {
    this.session = session;
    this.environment = environment;
    this.files = files;
  }

  /**
   * What a tool left.
   *
   * @param table quoted
   */
  record Found(String tool, String table, List<HistoryRow> rows) {}

  /** The tables that have something to do with these files. */
  List<Found> find() throws SQLException {
    List<Found> found = new ArrayList<>();
    String flyway = environment.getOrDefault("FLYWAY_TABLE", "flyway_schema_history");
    String dbmate = environment.getOrDefault("DBMATE_MIGRATIONS_TABLE", "schema_migrations");
    for (String table : tables(flyway, "installed_rank")) {
      add(found, new Found(FLYWAY, table, flyway(table)));
    }
    for (String table : tables(dbmate, "version")) {
      add(found, new Found(DBMATE, table, ours(dbmate(table))));
    }
    return found;
  }

  private void add(List<Found> found, Found next) {
    boolean first = found.stream().noneMatch(former -> former.tool().equals(next.tool()));
    if (first && !next.rows().isEmpty()) {
      found.add(next);
    }
  }

  private List<String> tables(String name, String column) throws SQLException {
    String bare = name.substring(name.lastIndexOf('.') + 1);
    return session.query(row -> row.getString(1), TABLES, bare, column);
  }

  /** Others than dbmate call their table so: then none of its versions is that of a file. */
  private List<HistoryRow> ours(List<HistoryRow> rows) {
    Set<String> known = files.stream().map(MigrationFile::identity).collect(Collectors.toSet());
    return rows.stream().anyMatch(row -> known.contains(row.identity())) ? rows : List.of();
  }

  private List<HistoryRow> dbmate(String table) throws SQLException {
    List<String> versions =
        session.query(
            row -> row.getString(1), "SELECT version::text FROM " + table + " ORDER BY 1");
    return versions.stream()
        .filter(version -> version.matches("\\d+"))
        .map(this::dbmateRow)
        .toList();
  }

  /** dbmate keeps no checksum: an edit from now on is noticed. */
  private HistoryRow dbmateRow(String text) {
    Version version = Version.parse(text);
    String identity = "V" + version;
    MigrationFile file =
        files.stream().filter(one -> one.identity().equals(identity)).findFirst().orElse(null);
    return new HistoryRow(
        identity,
        Kind.VERSIONED,
        version,
        file == null ? "" : file.description(),
        file == null ? text : file.script(),
        file == null ? null : Integer.valueOf(file.checksum()),
        DBMATE,
        Instant.now());
  }

  private List<HistoryRow> flyway(String table) throws SQLException {
    Map<String, HistoryRow> rows = new LinkedHashMap<>();
    List<FlywayRow> all =
        session.query(OtherTools::flywayRow, "SELECT * FROM " + table + " ORDER BY installed_rank");
    for (FlywayRow one : all) {
      if (!one.success()) {
        throw new MigrationException(
            Reason.STATE,
            "%s says that %s failed.\n  hint: undo by hand what it left, then `flyway repair`, or delete that row"
                .formatted(table, one.row().script()));
      }
      rows.remove(one.row().identity());
      if (!NOT_APPLIED.contains(one.type())) {
        rows.put(one.row().identity(), one.row());
      }
    }
    return List.copyOf(rows.values());
  }

  private record FlywayRow(String type, boolean success, HistoryRow row) {}

  private static FlywayRow flywayRow(ResultSet row) throws SQLException {
    String type = row.getString("type");
    String text = row.getString("version");
    Version version = text == null || text.isEmpty() ? null : Version.parse(text);
    Kind kind = kind(type, version);
    String description = row.getString("description");
    int checksum = row.getInt("checksum");
    return new FlywayRow(
        type,
        row.getBoolean("success"),
        new HistoryRow(
            kind == Kind.REPEATABLE ? "R " + description : kind.name().charAt(0) + "" + version,
            kind,
            version,
            description,
            row.getString("script"),
            row.wasNull() ? null : checksum,
            FLYWAY,
            row.getTimestamp("installed_on").toInstant()));
  }

  private static Kind kind(String type, @Nullable Version version) {
    if (type.endsWith("BASELINE")) {
      return Kind.BASELINE;
    }
    return version == null ? Kind.REPEATABLE : Kind.VERSIONED;
  }
}
