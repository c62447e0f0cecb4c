package dev.pgext.exec;

import static dev.pgext.exec.RequestStatements.call;
import static dev.pgext.exec.RequestStatements.read;
import static dev.pgext.exec.RequestStatements.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.exec.CountingProxy.Message;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.sql.Bind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One request is one round trip: pgjdbc sends one Sync, however often the statement was run before,
 * and everything runs as the request's role.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncCountIT {
  private static final int EXECUTIONS = 30;
  private static final String SESSION =
      "SELECT current_user || ' ' || current_setting('search_path') || ' '"
          + " || coalesce(current_setting('request.jwt.claims', true), '')"
          + " || current_setting('TimeZone')";
  private static final RowCheck BEFORE_COMMIT = RowCheck.beforeCommit(row -> {});

  private final TestDatabase database = TestPostgres.pg18().createDatabase();
  private final CountingProxy proxy = new CountingProxy(database.port());

  @BeforeAll
  void createSchema() {
    createSchema(database);
  }

  private static void createSchema(TestDatabase database) {
    database.execute(Api.ROLES);
    database.execute(
        """
        CREATE TABLE api.note (id bigint GENERATED ALWAYS AS IDENTITY, text text, data jsonb);
        GRANT ALL ON api.note TO exec_alice;
        INSERT INTO api.note (text) SELECT 'note ' || n FROM generate_series(1, 200) n;
        CREATE FUNCTION api.shout(t text) RETURNS text LANGUAGE sql AS $$ SELECT upper(t) $$;
        CREATE FUNCTION api.check_request() RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
        """);
  }

  @AfterAll
  void close() throws IOException {
    proxy.close();
  }

  /** A request, how it ends, and the round trips that it may take. */
  record Shape(RequestStatements request, Ending ending, RowCheck check, int trips) {
    static Shape of(RequestStatements request) {
      return new Shape(request, Ending.COMMIT, RowCheck.none(), 1);
    }
  }

  private static final String NOTES =
      "SELECT coalesce(json_agg(n), '[]')::text FROM api.note n WHERE ";
  private static final String INSERT = "INSERT INTO api.note (text) VALUES (?::text) RETURNING *";
  private static final String INSERTED = "SELECT json_agg(source)::text FROM source";

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    RequestStatements all = read("exec_alice", NOTES + "true");
    shapes.put("read of unbounded text", Shape.of(all));
    shapes.put("read with text", Shape.of(reading("text = ?::text", new Bind.Text("note 1"))));
    shapes.put("read with null", Shape.of(reading("text = ?::text", new Bind.Text(null))));
    shapes.put("read with utf-8", Shape.of(reading("text = ?::text", utf8("nöte"))));
    shapes.put("read with bigint", Shape.of(reading("id = ?::bigint", new Bind.Bigint(3))));
    shapes.put("read with bytes", Shape.of(reading("?::bytea IS NOT NULL", bytes())));
    shapes.put("read with array", Shape.of(reading("id = ANY (?::bigint[])", text("{1,2}"))));
    shapes.put("read with jsonb operator", Shape.of(reading("data ?? ?::text", text("key"))));
    shapes.put("read with the same text twice", Shape.of(reading(twice(), text("a"), text("b"))));
    shapes.put("read as xml", Shape.of(read("exec_alice", "SELECT xmlelement(name a)")));
    shapes.put("read as bytes", Shape.of(read("exec_alice", "SELECT '\\x00ff'::bytea")));
    shapes.put("serializable", Shape.of(all.isolation("serializable")));
    shapes.put("pre-request", Shape.of(all.preRequest("api.check_request()")));
    shapes.put("estimate", Shape.of(all.counting("SELECT 1 FROM api.note")));
    shapes.put("plan as text", Shape.of(all.explained("TEXT")));
    shapes.put("plan as json", Shape.of(all.explained("JSON")));
    RequestStatements insert = write("exec_alice", INSERT, INSERTED, text("new"));
    shapes.put("insert", Shape.of(insert));
    shapes.put("insert of null", Shape.of(write("exec_alice", INSERT, INSERTED, text(null))));
    shapes.put("insert rolled back", new Shape(insert, Ending.ROLLBACK, BEFORE_COMMIT, 1));
    shapes.put("insert looked at", new Shape(insert, Ending.COMMIT, BEFORE_COMMIT, 2));
    RequestStatements read = reading("true");
    shapes.put("read rolled back", new Shape(read, Ending.ROLLBACK, RowCheck.none(), 1));
    shapes.put("call", Shape.of(call("exec_alice", "SELECT api.shout(?::text)", text("x"))));
    shapes.put("plan of a change", Shape.of(insert.explained("JSON")));
    return shapes;
  }

  private static RequestStatements reading(String condition, Bind... parameters) {
    return read("exec_alice", NOTES + condition, parameters);
  }

  private static String twice() {
    return "text = ?::text OR text = ?::text";
  }

  private static Bind text(@Nullable String value) {
    return new Bind.Text(value);
  }

  private static Bind utf8(String value) {
    return new Bind.Utf8(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Bind bytes() {
    return new Bind.Bytes(new byte[] {0, 1, -1});
  }

  static Stream<Arguments> cases() {
    return Stream.of("true", "false")
        .flatMap(
            prepared ->
                shapes().entrySet().stream()
                    .map(shape -> Arguments.of(shape.getKey(), prepared, shape.getValue())));
  }

  @ParameterizedTest(name = "{0}, prepared: {1}")
  @MethodSource("cases")
  void aRequestIsOneRoundTripAsItsRole(String name, String prepared, Shape shape) {
    Map<String, String> settings = Map.of("db-prepared-statements", prepared);
    try (Api api = Api.on(database, proxy.port(), settings)) {
      repeat(api, proxy, shape);
      assertPreparedOnce(api, shape, prepared.equals("true"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17})
  void itIsSoOnEveryVersion(int version) throws IOException {
    TestDatabase other = TestPostgres.version(version).createDatabase();
    createSchema(other);
    try (CountingProxy between = new CountingProxy(other.port());
        Api api = Api.on(other, between.port(), Map.of())) {
      shapes().values().forEach(shape -> repeat(api, between, shape));
    }
  }

  @Test
  void aStatementIsPreparedAtItsFirstExecution() {
    Shape shape = Shape.of(call("exec_alice", "SELECT api.shout(?::text)", text("x")));
    try (Api api = Api.on(database, proxy.port(), Map.of())) {
      api.execute(shape.request(), shape.ending(), shape.check());
      assertPreparedOnce(api, shape, true);
    }
  }

  /** By which the session's process begins to keep memory. */
  @ParameterizedTest
  @MethodSource("large")
  void theFirstLargeBodyOfASessionIsARoundTripMore(Shape large) {
    try (Api api = Api.on(database, proxy.port(), Map.of("db-pool", "1"))) {
      repeat(api, proxy, Shape.of(reading("true")));
      proxy.reset();
      api.execute(large.request(), large.ending(), large.check());
      assertThat(proxy.take(Message.SYNC)).isEqualTo(2);
      repeat(api, proxy, large);
    }
  }

  static Stream<Shape> large() {
    String text = "x".repeat(100_000);
    return Stream.of(
        Shape.of(read("exec_alice", "SELECT repeat('x', 100000)")),
        Shape.of(reading("text = ?::text", utf8(text))));
  }

  private static void repeat(Api api, CountingProxy proxy, Shape shape) {
    String before = api.query(SESSION);
    for (int execution = 1; execution <= EXECUTIONS; execution++) {
      proxy.reset();
      ExecutionResult result = api.execute(shape.request(), shape.ending(), shape.check());
      assertThat(proxy.take(Message.SYNC))
          .as("Syncs of execution %d", execution)
          .isEqualTo(shape.trips());
      assertThat(proxy.take(Message.QUERY)).isZero();
      assertThat(proxy.take(Message.NOTICE)).as("warnings in the server's log").isZero();
      if (result instanceof ExecutionResult.Rows rows) {
        assertThat(rows.row().headers()).as("role").isEqualTo("exec_alice");
      }
      assertThat(api.query(SESSION)).isEqualTo(before);
    }
  }

  private void assertPreparedOnce(Api api, Shape shape, boolean prepared) {
    proxy.reset();
    api.execute(shape.request(), shape.ending(), shape.check());
    if (prepared) {
      assertThat(proxy.take(Message.PARSE)).isZero();
    } else {
      assertThat(proxy.take(Message.PARSE)).isPositive();
    }
  }
}
