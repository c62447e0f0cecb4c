package dev.pgext.realtime.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.Tuple;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A row from an event and the same row from REST have the same bytes: for every type of the server,
 * by itself, in arrays, domains and composites, through a real slot.
 */
class EveryTypeIT {
  private static final String OBJECTS =
      """
      CREATE SCHEMA other;
      CREATE TABLE watched (id int);
      CREATE TABLE other."Odd Name" (id int);
      CREATE TYPE other.thing AS ENUM ('a');
      CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql RETURN upper($1);
      """;

  private static final String TYPES =
      """
      SELECT typname::text FROM pg_type t
      WHERE typtype NOT IN ('p', 'c', 'd') AND typsubscript <> 'array_subscript_handler'::regproc
        AND typnamespace IN ('pg_catalog'::regnamespace, 'public'::regnamespace)
      UNION SELECT typname FROM pg_type
      WHERE typname IN ('int2vector', 'oidvector', 'pair', 'nest', 'positive', 'bag')
      ORDER BY 1
      """;

  /** The columns of each type's table; {@code $} is the type, {@code #} its number. */
  private static final String TABLE =
      """
      CREATE DOMAIN d# AS $;
      CREATE TYPE c# AS (x $, "y ""q" $[], z d#);
      CREATE TABLE t# (id serial, v $, a $[], d d#, ds d#[], c c#, cs c#[]);
      """;

  private static final String ROW =
      """
      INSERT INTO t# (v, a, d, ds, c, cs) SELECT s, ARRAY[s, NULL, s], s::d#, ARRAY[s::d#, NULL],
        ROW(s, ARRAY[s], s)::c#, ARRAY[ROW(s, ARRAY[[s, s], [s, NULL]], NULL)::c#, NULL]
      FROM unnest(CAST(CAST(ARRAY[CAST(? AS text)] AS text) AS $[])) AS s
      """;

  private static final String EDGES =
      """
      INSERT INTO t# DEFAULT VALUES;
      INSERT INTO t# (a, ds, cs, c) VALUES ('{}', '{}', '{}', '(,,)');
      INSERT INTO t# (a) SELECT array_fill(v, '{1,2}', '{0,-1}') FROM t# WHERE id = 1;
      """;

  @ParameterizedTest
  @CsvSource({
    "15, UTC, postgres, hex",
    "18, Europe/Berlin, postgres, hex",
    "18, Asia/Kolkata, iso_8601, escape"
  })
  void aRowFromAnEventEqualsTheRowFromRest(
      int version, String timeZone, String intervalStyle, String byteaOutput) throws SQLException {
    TestDatabase database = TestPostgres.version(version).createDatabase();
    database.execute(OBJECTS + TypeSamples.USER_TYPES);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET timezone TO '" + timeZone + "'");
      statement.execute("SET intervalstyle TO " + intervalStyle);
      statement.execute("SET bytea_output TO " + byteaOutput);
      List<String> types = create(connection);
      LoggedRows.start(connection);
      for (int number = 0; number < types.size(); number++) {
        fill(connection, number, types.get(number));
      }
      Map<String, LoggedRows> logged = LoggedRows.stop(connection);
      List<String> events = new ArrayList<>();
      List<String> rest = new ArrayList<>();
      for (int number = 0; number < types.size(); number++) {
        events.addAll(events(connection, logged.get("t" + number), types.get(number)));
        rest.addAll(rest(connection, number, types.get(number)));
      }
      assertThat(types).hasSizeGreaterThan(80);
      assertThat(events).hasSizeGreaterThan(400).containsExactlyElementsOf(rest);
    }
  }

  private static List<String> create(Connection connection) throws SQLException {
    List<String> types = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TYPES)) {
      while (rows.next()) {
        types.add(rows.getString(1));
      }
    }
    types.removeAll(TypeSamples.WITHOUT_INPUT);
    for (int number = 0; number < types.size(); number++) {
      execute(connection, text(TABLE, number, types.get(number)));
    }
    return types;
  }

  private static void fill(Connection connection, int number, String type) throws SQLException {
    for (String sample : TypeSamples.of(type)) {
      try (PreparedStatement statement = connection.prepareStatement(text(ROW, number, type))) {
        statement.setString(1, sample);
        statement.execute();
      } catch (SQLException failure) {
        throw new SQLException(type + " " + sample, failure);
      }
    }
    execute(connection, text(EDGES, number, type));
  }

  private static String text(String template, int number, String type) {
    return template.replace("$", "\"" + type + "\"").replace("#", Integer.toString(number));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> events(Connection connection, LoggedRows rows, String type) {
    Sessions sessions = new OneSession(connection);
    RowJson printer =
        RowJson.of(new TypeRegistry(sessions), rows.shape(), SelectedColumns.all(rows.shape()));
    List<ExoticValues.Row> images =
        rows.images().stream().map(image -> new ExoticValues.Row(printer, image)).toList();
    ExoticJson answers = new ExoticValues(sessions, List.of("public")).ask(images, "postgres");
    List<String> events = new ArrayList<>();
    for (Tuple image : rows.images()) {
      JsonBuffer out = new JsonBuffer(16);
      printer.write(image, answers, out);
      events.add(type + " [" + new String(out.toBytes(), UTF_8) + "]");
    }
    return events;
  }

  /** As pgext's REST statements make it. */
  private static List<String> rest(Connection connection, int number, String type)
      throws SQLException {
    List<String> rest = new ArrayList<>();
    String sql =
        "SELECT json_agg(pgext_row)::text FROM (SELECT * FROM t%d ORDER BY id) AS pgext_row GROUP BY id ORDER BY id"
            .formatted(number);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        rest.add(type + " " + rows.getString(1));
      }
    }
    return rest;
  }
}
