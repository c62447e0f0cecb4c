package dev.pgext.exec;

import static dev.pgext.exec.RequestStatements.call;
import static dev.pgext.exec.RequestStatements.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError.Singularity;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.sql.Bind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function leaves in its session does not reach the next request on that connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeftoversIT {
  /** The whole of a session that a request could find, as one text. */
  private static final String SESSION =
      """
      SELECT concat_ws(' ', current_user, session_user,
        (SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings
         WHERE source = 'session' AND name NOT LIKE 'transaction%'),
        'note:' || coalesce(current_setting('my.note', true), ''),
        'path:' || current_setting('search_path'), 'zone:' || current_setting('TimeZone'),
        'temp:' || (SELECT count(*) FROM pg_class WHERE pg_my_temp_schema() = relnamespace),
        'locks:' || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
        'cursors:' || (SELECT count(*) FROM pg_cursors WHERE name = 'held'),
        'channels:' || (SELECT count(*) FROM pg_listening_channels()))
      """;

  private static final Map<String, String> LEAVINGS = leavings();

  private final TestDatabase database = TestPostgres.pg18().createDatabase();

  private static Map<String, String> leavings() {
    Map<String, String> leavings = new LinkedHashMap<>();
    leavings.put("setting", "SELECT set_config('my.note', 'secret', false)");
    leavings.put("search path", "SET search_path = pg_temp");
    leavings.put("time zone", "SET timezone = 'America/Lima'");
    leavings.put("role", "SET ROLE exec_bob");
    leavings.put("no role", "RESET ROLE");
    leavings.put("timeout", "SET statement_timeout = '5min'");
    leavings.put("temporary table", "CREATE TEMP TABLE remains AS SELECT 1 AS a");
    leavings.put("advisory lock", "SELECT pg_advisory_lock(42)");
    leavings.put("cursor", "DECLARE held CURSOR WITH HOLD FOR SELECT generate_series(1, 10)");
    leavings.put("listening", "LISTEN gossip");
    leavings.put("sequence", "SELECT nextval('api.counter')");
    leavings.put("read-only default", "SET default_transaction_read_only = on");
    leavings.put("isolation default", "SET default_transaction_isolation = 'serializable'");
    return leavings;
  }

  @BeforeAll
  void createSchema() {
    createSchema(database);
  }

  private static void createSchema(TestDatabase database) {
    database.execute(Api.ROLES);
    database.execute(
        """
        CREATE SEQUENCE api.counter;
        GRANT ALL ON api.counter TO exec_alice;
        CREATE FUNCTION api.run(statement text, fails bool) RETURNS text LANGUAGE plpgsql AS $$
          BEGIN
            EXECUTE statement;
            IF fails THEN RAISE 'failed'; END IF;
            RETURN 'done';
          END $$;
        CREATE TABLE api.log (role text, claims text);
        GRANT ALL ON api.log TO exec_alice;
        CREATE FUNCTION api.note() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO api.log VALUES (current_user, current_setting('request.jwt.claims'));
            RETURN NULL;
          END $$;
        CREATE TABLE api.one (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);
        GRANT ALL ON api.one TO exec_alice;
        CREATE TABLE api.thing (id int);
        GRANT ALL ON api.thing TO exec_alice;
        CREATE CONSTRAINT TRIGGER later AFTER INSERT ON api.thing
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION api.note();
        CREATE FUNCTION api.insert_thing(fails bool) RETURNS text LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO api.thing VALUES (1);
            RETURN 'inserted';
          END $$;
        """);
  }

  /** How a request with leavings may end. */
  enum End {
    COMMIT,
    COMMIT_AFTER_LOOKING,
    REFUSED,
    ROLLBACK,
    ERROR
  }

  static Stream<Arguments> cases() {
    return LEAVINGS.entrySet().stream()
        .flatMap(
            leaving ->
                Stream.of(End.values())
                    .map(end -> Arguments.of(leaving.getKey(), end, leaving.getValue())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void nothingReachesTheNextRequest(String name, End end, String leaving) {
    try (Api api = Api.on(database)) {
      String before = session(api);
      int backend = api.backend();
      run(api, leaving, end);
      assertThat(session(api)).isEqualTo(before);
      assertThat(api.backend()).as("the same connection").isEqualTo(backend);
      assertThatThrownBy(() -> api.query("SELECT lastval()::text"))
          .hasMessageContaining("lastval is not yet defined");
      assertThat(api.run(read("exec_alice", "SELECT 'x'")).headers()).isEqualTo("exec_alice");
    }
  }

  private static void run(Api api, String leaving, End end) {
    RequestStatements request =
        call(
            "exec_alice",
            "SELECT api.run(?::text, ?::text::bool)",
            new Bind.Text(leaving),
            new Bind.Text(end == End.ERROR ? "true" : "false"));
    switch (end) {
      case COMMIT -> api.run(request);
      case COMMIT_AFTER_LOOKING ->
          api.run(request, Ending.COMMIT, RowCheck.beforeCommit(row -> {}));
      case REFUSED ->
          assertThatThrownBy(() -> api.run(request, Ending.COMMIT, refusal()))
              .isInstanceOf(ApiException.class);
      case ROLLBACK -> api.run(request, Ending.ROLLBACK, RowCheck.none());
      case ERROR -> assertThat(api.fault(request).message()).isEqualTo("failed");
    }
  }

  private static RowCheck refusal() {
    return RowCheck.beforeCommit(
        row -> {
          throw new Singularity(0).asException();
        });
  }

  @Test
  void aStatementThatAFunctionPreparedIsNotInTheWayOfTheSame() {
    RequestStatements prepare =
        call(
            "exec_alice",
            "SELECT api.run(?::text, false)",
            new Bind.Text("PREPARE mine AS SELECT 1"));
    try (Api api = Api.on(database)) {
      for (int time = 0; time < 10; time++) {
        assertThat(api.body(prepare)).isEqualTo("done");
      }
    }
  }

  @Test
  void aDeferredConstraintThatFailsLeavesTheConnectionAsItWas() {
    RequestStatements twice =
        call("exec_alice", "SELECT api.run('INSERT INTO api.one VALUES (1), (1)', false)");
    RowCheck look = RowCheck.beforeCommit(row -> {});
    try (Api api = Api.on(database)) {
      int backend = api.backend();
      String before = session(api);
      assertThat(api.fault(twice).code()).isEqualTo("23505");
      assertRefused("23505", () -> api.run(twice, Ending.COMMIT, look));
      assertRefused("23505", () -> api.run(twice, Ending.ROLLBACK, RowCheck.none()));
      assertThat(session(api)).isEqualTo(before);
      assertThat(api.backend()).isEqualTo(backend);
    }
  }

  private static void assertRefused(String code, ThrowingCallable request) {
    assertThat(catchThrowableOfType(ApiException.class, request).error().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17, 18})
  void deferredTriggersRunAsTheRequestsRole(int version) {
    TestDatabase other = TestPostgres.version(version).createDatabase();
    createSchema(other);
    try (Api api = Api.on(other)) {
      RequestStatements insert = call("exec_alice", "SELECT api.insert_thing(false)");
      api.run(insert);
      api.run(insert, Ending.COMMIT, RowCheck.beforeCommit(row -> {}));
      api.run(insert, Ending.ROLLBACK, RowCheck.none());
      assertThat(api.body(read("exec_alice", "SELECT string_agg(log::text, ';') FROM api.log")))
          .isEqualTo(
              "(exec_alice,\"{\"\"role\"\":\"\"exec_alice\"\",\"\"sub\"\":\"\"1\"\"}\");"
                  + "(exec_alice,\"{\"\"role\"\":\"\"exec_alice\"\",\"\"sub\"\":\"\"1\"\"}\")");
      assertThat(api.body(read("exec_alice", "SELECT count(*)::text FROM api.thing")))
          .isEqualTo("2");
    }
  }

  private static String session(Api api) {
    return api.query(SESSION);
  }
}
