package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What changes the state of a table, and what PostgreSQL repeats a description for without cause.
 */
class TableStateIT {
  private static final QualifiedName NOTES = new QualifiedName("api", "notes");
  private static final List<String> HARMLESS =
      List.of(
          "ANALYZE api.notes",
          "VACUUM api.notes",
          "VACUUM (FREEZE, ANALYZE) api.notes",
          "CREATE INDEX ON api.notes (body)",
          "INSERT INTO api.notes SELECT n, 'x' FROM generate_series(10, 2000) AS n; ANALYZE",
          "VACUUM (FREEZE) pg_catalog.pg_class, pg_catalog.pg_attribute",
          "UPDATE api.notes SET body = 'y'");

  /** The first part of each is what it does to columns and types: as before, or not. */
  private static final List<String> TELLING =
      List.of(
          "same: CREATE POLICY p ON api.notes USING (true)",
          "same: ALTER POLICY p ON api.notes USING (id > 1)",
          "same: DROP POLICY p ON api.notes",
          "same: ALTER TABLE api.notes ENABLE ROW LEVEL SECURITY",
          "same: ALTER TABLE api.notes FORCE ROW LEVEL SECURITY",
          "same: GRANT SELECT ON api.notes TO PUBLIC",
          "same: REVOKE SELECT ON api.notes FROM PUBLIC",
          "other: GRANT SELECT (id) ON api.notes TO PUBLIC",
          "same: GRANT USAGE ON SCHEMA api TO PUBLIC",
          "same: ALTER TABLE api.notes REPLICA IDENTITY FULL",
          "other: ALTER TABLE api.notes OWNER TO pg_monitor",
          "other: ALTER TABLE api.notes ADD COLUMN one int",
          "other: ALTER TABLE api.notes RENAME COLUMN one TO two",
          "other: ALTER TABLE api.notes DROP COLUMN two",
          "other: ALTER TABLE api.notes ALTER COLUMN body TYPE varchar COLLATE \"C\"",
          "other: ALTER TYPE api.mood RENAME TO temper",
          "other: ALTER TYPE api.pair ADD ATTRIBUTE c int",
          "other: ALTER DOMAIN api.name SET DEFAULT 'x'",
          "other: CREATE CAST (api.pair AS json) WITH FUNCTION api.json(api.pair)",
          "same: ALTER TABLE api.notes DROP CONSTRAINT notes_pkey",
          "same: ALTER TABLE api.notes ADD PRIMARY KEY (id)",
          "same: ALTER TABLE api.notes RENAME TO memos",
          "same: ALTER TABLE api.memos RENAME TO notes");

  private TestDatabase database;
  private TableReader reader;

  private void prepare(int version) {
    database = TestPostgres.version(version).createDatabase();
    Config config = Config.of(Map.of("db-pool", "1"));
    ConnectionTarget target =
        ConnectionTarget.parse(
            database.uri(), new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody"));
    reader =
        new TableReader(
            new ConnectionPool(
                new Connector(target, config.database()),
                config.database().pool(),
                Observer.silent()));
    database.execute(
        """
        CREATE SCHEMA api;
        CREATE TYPE api.mood AS ENUM ('good', 'bad');
        CREATE TYPE api.pair AS (a int, b int);
        CREATE DOMAIN api.name AS text;
        CREATE FUNCTION api.json(api.pair) RETURNS json RETURN '{}'::json;
        CREATE TABLE api.notes (
          id int PRIMARY KEY, body text, mood api.mood, pairs api.pair[], name api.name);
        INSERT INTO api.notes VALUES (1, 'x');
        """);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatBindingsDependOnChangesIt(int version) {
    prepare(version);
    int oid = reader.read(NOTES, "none").orElseThrow().table().shape().oid();
    TableState before = reader.state(oid);
    for (String step : TELLING) {
      String[] parts = step.split(": ", 2);
      database.execute(parts[1]);
      TableState after = reader.state(oid);
      assertThat(after.same(before)).as(parts[1]).isFalse();
      assertThat(after.sameColumns(before)).as(parts[1]).isEqualTo(parts[0].equals("same"));
      assertThat(reader.state(oid).same(after)).as("once more: %s", parts[1]).isTrue();
      before = after;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatTheyDoNotDependOnLeavesIt(int version) {
    prepare(version);
    TableState before = reader.read(NOTES, "none").orElseThrow().table().state();
    for (String step : HARMLESS) {
      database.execute(step);
      TableState after = reader.read(NOTES, "none").orElseThrow().table().state();
      assertThat(after.same(before)).as(step).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void partitionsArePartOfIt(int version) {
    prepare(version);
    database.execute(
        """
        CREATE TABLE api.parts (id int, body text) PARTITION BY LIST (id);
        CREATE TABLE api.part_1 PARTITION OF api.parts FOR VALUES IN (1);
        """);
    int oid =
        reader.read(new QualifiedName("api", "parts"), "none").orElseThrow().table().shape().oid();
    TableState before = reader.state(oid);
    database.execute("ALTER TABLE api.part_1 REPLICA IDENTITY FULL");
    assertThat(reader.state(oid).same(before)).isFalse();
    database.execute("DROP TABLE api.parts");
    assertThat(reader.state(oid)).isEqualTo(TableState.UNKNOWN);
    assertThat(reader.state(oid).same(TableState.UNKNOWN)).isFalse();
  }
}
