package dev.pgext.realtime.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.Tuple;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only PostgreSQL can print is asked for once, and a value it cannot print harms no other. */
class RowJsonIT {
  private static final String OBJECTS =
      """
      CREATE SCHEMA api;
      DO $$ BEGIN
        CREATE ROLE row_reader;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's
      END $$;
      GRANT USAGE ON SCHEMA api TO row_reader;
      CREATE TABLE api.things (id int);
      CREATE TYPE api.level AS ENUM ('low', 'bad');
      CREATE FUNCTION api.level_json(api.level) RETURNS json LANGUAGE plpgsql AS $$
        BEGIN
          IF $1 = 'bad' THEN RAISE 'no JSON of a bad level'; END IF;
          RETURN json_build_object($1::text, current_user);
        END $$;
      CREATE CAST (api.level AS json) WITH FUNCTION api.level_json(api.level);
      CREATE DOMAIN api.colour AS int4;
      CREATE FUNCTION api.colour_json(api.colour) RETURNS json LANGUAGE sql IMMUTABLE
        RETURN to_json('#' || lpad(to_hex($1), 6, '0'));
      CREATE CAST (api.colour AS json) WITH FUNCTION api.colour_json(api.colour) AS IMPLICIT;
      CREATE TABLE api.items (id int, l api.level, c api.colour, r regclass);
      """;

  private Connection connection;
  private LoggedRows rows;
  private RowJson printer;
  private ExoticValues exotic;

  @BeforeEach
  void insert() throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    database.execute(OBJECTS);
    connection = database.connect();
    LoggedRows.start(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO api.items VALUES (1, 'low', 255, 'api.things'), (2, 'bad', NULL, NULL)");
    }
    rows = LoggedRows.stop(connection).get("items");
    Sessions sessions = new OneSession(connection);
    exotic = new ExoticValues(sessions, List.of("public"));
    printer =
        RowJson.of(new TypeRegistry(sessions), rows.shape(), SelectedColumns.all(rows.shape()));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private ExoticJson asked(String role) {
    return exotic.ask(
        rows.images().stream().map(image -> new ExoticValues.Row(printer, image)).toList(), role);
  }

  private String json(int row, ExoticJson answers) {
    JsonBuffer out = new JsonBuffer(8);
    printer.write(rows.images().get(row), answers, out);
    return out.toString();
  }

  @Test
  void castsRepresentationsAndNamesInTheSearchPathArePrintedAsRestDoes() {
    assertThat(json(0, asked("row_reader")))
        .isEqualTo(
            "{\"id\":1,\"l\":{\"low\" : \"row_reader\"},\"c\":\"#0000ff\",\"r\":\"things\"}");
  }

  @Test
  void aValueThatCannotBePrintedFailsItsRowAlone() {
    ExoticJson answers = asked("row_reader");
    assertThat(json(0, answers)).startsWith("{\"id\":1,");
    assertThatThrownBy(() -> json(1, answers))
        .isInstanceOf(ApiException.class)
        .hasMessage("no JSON of a bad level");
  }

  @Test
  void theSessionIsLeftAsItWas() throws SQLException {
    asked("row_reader");
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user, current_setting('role')")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("postgres");
      assertThat(row.getString(2)).isEqualTo("none");
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void nothingIsAskedForColumnsThatArePrintedHere() {
    RowJson plain =
        RowJson.of(new TypeRegistry(new OneSession(connection)), rows.shape(), List.of(0));
    assertThat(plain.exotic()).isFalse();
    Tuple image = rows.images().get(0);
    JsonBuffer out = new JsonBuffer(8);
    plain.write(image, ExoticJson.NONE, out);
    assertThat(out).hasToString("{\"id\":1}");
  }
}
