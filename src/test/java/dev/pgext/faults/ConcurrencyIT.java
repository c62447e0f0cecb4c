package dev.pgext.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients of different users at once: each sees its own rows, and nothing is left behind. */
class ConcurrencyIT {
  private static final int CLIENTS = 200;
  private static final int POOL = 10;
  private static final Duration LASTS =
      Duration.ofSeconds(Boolean.getBoolean("pgext.stress") ? 60 : 5);
  private static final Duration SOON = Duration.ofSeconds(90);

  /**
   * Nine shapes of up to eight statements, and the server's own: not more however long it lasts.
   */
  private static final int STATEMENTS = 100;

  private static final String SCHEMA =
      """
      CREATE SCHEMA api;
      CREATE FUNCTION api.subject() RETURNS text STABLE LANGUAGE sql
        AS $$SELECT current_setting('request.jwt.claims', true)::json ->> 'sub'$$;
      CREATE TABLE api.notes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner text NOT NULL DEFAULT api.subject(), words text);
      CREATE INDEX ON api.notes (owner);
      ALTER TABLE api.notes ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON api.notes USING (owner = api.subject());
      CREATE TABLE api.open (id int PRIMARY KEY, words text);
      INSERT INTO api.open VALUES (1, 'for all');
      CREATE FUNCTION api.dirty() RETURNS text VOLATILE LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.left', api.subject(), false), pg_advisory_lock_shared(7);
          RETURN current_user;
        END $$;
      CREATE FUNCTION api.session() RETURNS json STABLE LANGUAGE sql AS $$
        SELECT json_build_object('role', current_user, 'subject', api.subject(),
          'left', current_setting('app.left', true),
          'locks', (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()
                    AND locktype = 'advisory'),
          'statements', (SELECT count(*) FROM pg_prepared_statements)) $$;
      GRANT USAGE ON SCHEMA api TO faults_anon, faults_user;
      GRANT ALL ON api.notes TO faults_user;
      GRANT SELECT ON api.open TO faults_anon, faults_user;
      """;

  @TempDir private static Path directory;
  private static TestDatabase database;
  @AutoClose private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    database = Served.database(SCHEMA);
    served = Served.start(directory, database, "db-pool = %d\n".formatted(POOL));
  }

  @Test
  void twoHundredUsersSeeTheirOwnRowsOnlyAndLeaveNothingBehind() throws Exception {
    try (Load load =
        Load.start(served.port(), CLIENTS, ConcurrencyIT::calls, ConcurrencyIT::check)) {
      Deadline end = Deadline.in(LASTS);
      Deadline.in(LASTS.plus(SOON))
          .await("the time is over", () -> end.passed() && load.answered() > CLIENTS * 5);
      assertThat(load.faults()).isEmpty();
    }
    Deadline.in(SOON).await("every connection is free", ConcurrencyIT::poolIsFree);
    Deadline.in(SOON).await("no session is busy", () -> sessions("state <> 'idle'") == 0);
    assertThat(sessions("state LIKE 'idle in transaction%'")).isZero();
    assertThat(sessions("true")).isLessThanOrEqualTo(POOL + 1);
    for (int i = 0; i < 3 * POOL; i++) {
      checkSession();
    }
  }

  private static LongFunction<Call> calls(int client) {
    String me = "user-" + client;
    String token = Tokens.of("faults_user", me);
    return number -> call(me, (int) (number % 8), token);
  }

  private static Call call(String me, int turn, String token) {
    return switch (turn) {
      case 0 ->
          Call.post("/notes", "{\"words\": \"of %s\"}".formatted(me))
              .as(token)
              .with("Prefer: return=representation");
      case 1 -> Call.get("/notes?select=owner,words&limit=20").as(token);
      case 2 ->
          Call.post("/notes?words=like.of*", "{\"words\": \"of %s again\"}".formatted(me))
              .method("PATCH")
              .as(token)
              .with("Prefer: return=representation");
      case 3 -> Call.get("/open?id=eq.1");
      case 4 -> Call.get("/rpc/session").as(token);
      case 5 -> Call.post("/rpc/dirty", "{}").as(token);
      case 6 ->
          Call.get("/notes?select=owner").method("HEAD").as(token).with("Prefer: count=exact");
      default ->
          Call.get("/notes?id=gt.0")
              .method("DELETE")
              .as(token)
              .with("Prefer: return=representation");
    };
  }

  private static void check(Call call, Reply reply) {
    String both = call + "\n" + reply;
    assertThat(reply.status()).as(both).isIn(200, 201);
    String me = subject(call);
    if (call.target().startsWith("/notes") && !call.method().equals("HEAD")) {
      for (JsonNode row : reply.json()) {
        assertThat(row.path("owner").asText()).as(both).isEqualTo(me);
      }
    }
    if (call.target().equals("/rpc/session")) {
      assertThat(reply.json().path("subject").asText()).as(both).isEqualTo(me);
      assertClean(reply, "faults_user");
    }
  }

  /** Who the call's token is for. */
  private static String subject(Call call) {
    return call.headers().stream()
        .filter(header -> header.startsWith("Authorization: "))
        .map(header -> header.split("\\.")[1])
        .map(claims -> new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .map(claims -> claims.replaceAll(".*\"sub\":\"([^\"]*)\".*", "$1"))
        .findFirst()
        .orElse("nobody");
  }

  private static void checkSession() throws IOException {
    Reply reply = served.send(Call.get("/rpc/session"));
    assertClean(reply, "faults_anon");
    assertThat(reply.json().path("subject").isNull()).as("%s", reply).isTrue();
    assertThat(reply.json().path("statements").asInt()).as("%s", reply).isLessThan(STATEMENTS);
  }

  private static void assertClean(Reply reply, String role) {
    assertThat(reply.json().path("role").asText()).as("%s", reply).isEqualTo(role);
    assertThat(reply.json().path("left").asText("")).as("%s", reply).isIn("", "null");
    assertThat(reply.json().path("locks").asInt()).as("%s", reply).isZero();
  }

  /** However many it opened: all sessions but the listener's. */
  private static boolean poolIsFree() throws IOException, SQLException {
    return served.metric("pgrst_db_pool_waiting") == 0
        && served.metric("pgrst_db_pool_available") == sessions("true") - 1;
  }

  private static long sessions(String condition) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = '%s' AND datname = '%s' AND %s"
                    .formatted(Served.LOGIN, database.name(), condition))) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
