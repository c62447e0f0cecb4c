package dev.pgext.exec;

import static dev.pgext.exec.RequestStatements.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.ApiError;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.Header;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.sql.Bind;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What PostgreSQL raises is answered as PostgREST answers it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseErrorsIT {
  private final TestDatabase database = TestPostgres.pg18().createDatabase();

  @BeforeAll
  void createSchema() {
    database.execute(Api.ROLES);
    database.execute(
        """
        CREATE FUNCTION api.fail(state text, text text, detail text, hint text) RETURNS text
        LANGUAGE plpgsql AS $$
          BEGIN
            IF detail IS NULL THEN
              RAISE USING ERRCODE = state, MESSAGE = text;
            END IF;
            RAISE USING ERRCODE = state, MESSAGE = text, DETAIL = detail, HINT = coalesce(hint, '');
          END $$;
        CREATE FUNCTION api.compare() RETURNS bool LANGUAGE plpgsql AS
          $$ BEGIN RETURN '{}'::json = 'x'::text; END $$;
        CREATE TABLE api.locked (id int);
        CREATE TABLE api.doc (data json);
        GRANT ALL ON api.doc TO exec_alice;
        """);
  }

  private ApiError raise(String state, String message, String detail, String hint) {
    try (Api api = Api.on(database)) {
      return api.fault(
          call(
              "exec_alice",
              "SELECT api.fail(?::text, ?::text, ?::text, ?::text)",
              new Bind.Text(state),
              new Bind.Text(message),
              new Bind.Text(detail),
              new Bind.Text(hint)));
    }
  }

  private ApiError fault(String body, Bind... parameters) {
    try (Api api = Api.on(database)) {
      return api.fault(call("exec_alice", body, parameters));
    }
  }

  @Test
  void anOrdinaryErrorKeepsItsCodeMessageDetailsAndHint() {
    ApiError error = raise("23505", "twice", "Key (id)=(1)", "once is enough");
    assertThat(error.status()).isEqualTo(409);
    assertThat(error.code()).isEqualTo("23505");
    assertThat(error.message()).isEqualTo("twice");
    assertThat(error.details()).hasToString("\"Key (id)=(1)\"");
    assertThat(error.hint()).isEqualTo("once is enough");
    assertThat(error.headers()).isEmpty();
  }

  @Test
  void aCodeThatBeginsWithPtIsTheStatus() {
    ApiError error = raise("PT402", "Payment Required", "Quota exceeded", "Upgrade your plan");
    assertThat(error.status()).isEqualTo(402);
    assertThat(error.reason()).isEqualTo("Payment Required");
    assertThat(error.code()).isEqualTo("PT402");
    assertThat(error.details()).hasToString("\"Quota exceeded\"");
    assertThat(raise("PT401", "who?", "", "").headers())
        .containsExactly(new Header("WWW-Authenticate", "Bearer"));
    assertThat(raise("PT4XX", "odd", "", "").status()).isEqualTo(500);
    assertThat(raise("PT101", "not the end", "", "").status()).isEqualTo(500);
  }

  @Test
  void aPgrstErrorChoosesTheWholeResponse() {
    ApiError error =
        raise(
            "PGRST",
            "{\"code\":\"123\",\"message\":\"ABC\",\"details\":\"DEF\",\"hint\":null}",
            "{\"status\":332,\"status_text\":\"My Custom Status\",\"headers\":{\"X-B\":\"2\",\"X-A\":\"1\"}}",
            "");
    assertThat(error)
        .isEqualTo(
            new DatabaseError.Chosen(
                332,
                "My Custom Status",
                "123",
                "ABC",
                ApiError.text("DEF"),
                null,
                List.of(new Header("X-A", "1"), new Header("X-B", "2"))));
  }

  @Test
  void aPgrstErrorThatIsNotTheDocumentedJsonIsSaidToBeSo() {
    String message = "{\"code\":\"123\",\"message\":\"ABC\"}";
    assertThat(raise("PGRST", "INVALID", null, null).details())
        .hasToString("\"Invalid JSON value for MESSAGE: 'INVALID'\"");
    assertThat(raise("PGRST", "{\"code\":1,\"message\":\"x\"}", null, null).code())
        .isEqualTo("PGRST121");
    assertThat(raise("PGRST", message, null, null).details())
        .hasToString("\"DETAIL is missing in the RAISE statement\"");
    assertThat(raise("PGRST", message, "{\"status\":400}", null).details())
        .hasToString("\"Invalid JSON value for DETAIL: '{\\\"status\\\":400}'\"");
    assertThat(raise("PGRST", message, "{\"status\":103,\"headers\":{}}", null).code())
        .isEqualTo("PGRST121");
    assertThat(raise("PGRST", message + "}", "{}", null).status()).isEqualTo(500);
  }

  @Test
  void missingPrivilegesAreForbiddenAndWithoutATokenUnauthorized() {
    assertThat(fault("SELECT id::text FROM api.locked").status()).isEqualTo(403);
    try (Api api = Api.on(database)) {
      ApiError error = api.anonymousFault(call("exec_anon", "SELECT id::text FROM api.locked"));
      assertThat(error.status()).isEqualTo(401);
      assertThat(error.headers()).containsExactly(new Header("WWW-Authenticate", "Bearer"));
      assertThat(api.fault(call("nobody_knows", "SELECT 'x'")).status()).isEqualTo(401);
    }
  }

  @Test
  void anOperandThatTheRequestGaveHasNoTypeInMessages() {
    ApiError error = fault("SELECT data = ?::text FROM api.doc", new Bind.Text("x"));
    assertThat(error.message()).isEqualTo("operator does not exist: json = unknown");
    assertThat(error.status()).isEqualTo(404);
    assertThat(fault("SELECT data >= ? FROM api.doc", new Bind.Text("x")).message())
        .isEqualTo("operator does not exist: json >= unknown");
    assertThat(
            fault("SELECT to_tsvector(?::regconfig, 1)::text", new Bind.Text("english")).message())
        .isEqualTo("function to_tsvector(unknown, integer) does not exist");
    assertThat(fault("SELECT api.compare()::text").message())
        .isEqualTo("operator does not exist: json = text");
  }

  @Test
  void textThatPostgresCannotHoldIsRefusedAndTheConnectionStays() {
    try (Api api = Api.on(database)) {
      int backend = api.backend();
      ApiError nul = api.fault(call("exec_alice", "SELECT ?::text", new Bind.Text("a\0b")));
      assertThat(nul.code()).isEqualTo("22021");
      assertThat(nul.status()).isEqualTo(400);
      assertThat(api.body(call("exec_alice", "SELECT ?::text", new Bind.Text("a\ud800b"))))
          .isEqualTo("a?b");
      assertThat(api.backend()).isEqualTo(backend);
    }
  }

  @Test
  void writingInAReadOnlyTransactionIsNotAllowed() {
    try (Api api = Api.on(database)) {
      RequestStatements read =
          RequestStatements.read("exec_alice", "SELECT nextval('api.doc_seq')::text");
      database.execute("CREATE SEQUENCE api.doc_seq; GRANT ALL ON api.doc_seq TO exec_alice");
      assertThat(api.fault(read).status()).isEqualTo(405);
    }
  }

  @Test
  void aChangedResultTypeIsNotNoticed() {
    database.execute(
        "CREATE TABLE api.shape (a varchar); GRANT ALL ON api.shape TO exec_alice;"
            + " INSERT INTO api.shape VALUES ('1');");
    try (Api api = Api.on(database)) {
      RequestStatements read =
          RequestStatements.read("exec_alice", "SELECT a FROM (SELECT * FROM api.shape) s");
      for (int time = 0; time < 10; time++) {
        assertThat(api.body(read)).isEqualTo("1");
      }
      database.execute("ALTER TABLE api.shape ALTER a TYPE text USING 'text'");
      assertThat(api.body(read)).isEqualTo("text");
    }
  }
}
