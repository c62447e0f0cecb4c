package dev.pgext.exec;

import static dev.pgext.exec.RequestStatements.call;
import static dev.pgext.exec.RequestStatements.read;
import static dev.pgext.exec.RequestStatements.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError.Singularity;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.sql.Bind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of many users take turns on one connection, and none sees what is another's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoLeakIT {
  private static final int REQUESTS = 2_400;
  private static final int CLIENTS = 8;
  private static final long SEED = 20_261_120;
  private static final List<String> ROLES = List.of("exec_alice", "exec_bob");

  private final TestDatabase database = TestPostgres.pg18().createDatabase();

  @BeforeAll
  void createSchema() {
    database.execute(Api.ROLES);
    database.execute(
        """
        CREATE FUNCTION api.subject() RETURNS text LANGUAGE sql STABLE AS
          $$ SELECT current_setting('request.jwt.claims')::json ->> 'sub' $$;
        CREATE TABLE api.secret (owner text, role text, n int);
        INSERT INTO api.secret
          SELECT s::text, r, n FROM generate_series(1, 20) s,
            unnest(array['exec_alice', 'exec_bob']) r, generate_series(1, 3) n;
        ALTER TABLE api.secret ENABLE ROW LEVEL SECURITY;
        CREATE POLICY mine ON api.secret USING (owner = api.subject() AND role = current_user);
        GRANT ALL ON api.secret TO exec_alice, exec_bob;
        CREATE FUNCTION api.mess() RETURNS text LANGUAGE plpgsql AS $$
          DECLARE mine text := api.subject() || ' ' || current_user;
          BEGIN
            IF coalesce(current_setting('my.note', true), '') <> '' THEN
              RAISE 'found the note of %', current_setting('my.note');
            END IF;
            PERFORM set_config('my.note', mine, false);
            PERFORM pg_advisory_lock(7);
            CREATE TEMP TABLE remains AS SELECT mine AS note;
            RETURN mine;
          END $$;
        CREATE FUNCTION api.mess_and_fail() RETURNS text LANGUAGE plpgsql AS $$
          BEGIN PERFORM api.mess(); RAISE 'sorry'; END $$;
        CREATE FUNCTION api.cancelled() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS
          $$ BEGIN PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN ''; END $$;
        CREATE FUNCTION api.terminated() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS
          $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN ''; END $$;
        """);
  }

  /** Who asks. */
  private record User(String role, String subject) {
    static User any(Random random) {
      return new User(
          ROLES.get(random.nextInt(ROLES.size())), Integer.toString(1 + random.nextInt(20)));
    }
  }

  private static final String MINE =
      "SELECT string_agg(DISTINCT owner || ' ' || role, ',') || count(*) FROM api.secret";

  @ParameterizedTest(name = "prepared statements: {0}")
  @ValueSource(booleans = {true, false})
  void everyRequestSeesItsOwnRowsOnly(boolean prepared) throws Exception {
    Map<String, String> settings =
        Map.of(
            "db-prepared-statements",
            Boolean.toString(prepared),
            "db-pool-acquisition-timeout",
            "30");
    try (Api api = Api.on(database, database.port(), settings);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(SEED + client);
        work.add(() -> ask(api, random, REQUESTS / CLIENTS));
      }
      int answered = 0;
      for (Future<Integer> client : clients.invokeAll(work)) {
        answered += client.get();
      }
      assertThat(answered).isEqualTo(REQUESTS);
    }
  }

  private int ask(Api api, Random random, int requests) {
    for (int request = 0; request < requests; request++) {
      askOnce(api, User.any(random), random);
    }
    return requests;
  }

  private void askOnce(Api api, User user, Random random) {
    int kind = random.nextInt(100);
    if (kind < 50) {
      assertOwn(user, api.run(asked(read(user.role(), MINE), user)));
    } else if (kind < 65) {
      assertOwn(user, api.run(asked(change(user), user), ending(random), check(random)));
    } else if (kind < 80) {
      ResultRow row = api.run(asked(call(user.role(), "SELECT api.mess()"), user));
      assertThat(text(row)).isEqualTo(user.subject() + " " + user.role());
    } else if (kind < 90) {
      assertFails(api, user, "SELECT api.mess_and_fail()", "P0001");
    } else if (kind < 96) {
      assertFails(api, user, "SELECT 1 / 0", "22012");
    } else if (kind < 98) {
      assertFails(api, user, "SELECT api.cancelled()", "57014");
    } else {
      assertFails(api, user, "SELECT api.terminated()", "PGRST001");
    }
  }

  private static Ending ending(Random random) {
    return random.nextBoolean() ? Ending.COMMIT : Ending.ROLLBACK;
  }

  private static RowCheck check(Random random) {
    return random.nextBoolean() ? RowCheck.beforeCommit(row -> {}) : RowCheck.none();
  }

  private static RequestStatements change(User user) {
    return write(
        user.role(),
        "UPDATE api.secret SET n = n + ?::int RETURNING *",
        "SELECT string_agg(DISTINCT owner || ' ' || role, ',') || count(*) FROM source",
        new Bind.Text("1"));
  }

  private static RequestStatements asked(RequestStatements request, User user) {
    return request.subject(user.role(), user.subject());
  }

  private static void assertOwn(User user, ResultRow row) {
    assertThat(text(row)).isEqualTo(user.subject() + " " + user.role() + "3");
    assertThat(row.headers()).isEqualTo(user.role());
  }

  private static void assertFails(Api api, User user, String call, String code) {
    ApiError error = api.fault(asked(call(user.role(), call), user));
    assertThat(error.code()).as(error.message() + error.details()).isEqualTo(code);
  }

  private static String text(ResultRow row) {
    return new String(row.body(), StandardCharsets.UTF_8);
  }

  /** Of the request's transaction alone: no other statement is too slow for it. */
  @Test
  void aStatementTimeoutLeavesTheConnectionClean() {
    try (Api api = Api.on(database)) {
      User user = new User("exec_alice", "3");
      int backend = api.backend();
      RequestStatements sleep =
          asked(call(user.role(), "SELECT pg_sleep(300)::text"), user)
              .preRequest("set_config('statement_timeout', '100', true)");
      assertThat(api.fault(sleep).code()).isEqualTo("57014");
      assertOwn(user, api.run(asked(read(user.role(), MINE), user)));
      assertThat(api.backend()).isEqualTo(backend);
    }
  }

  @Test
  void aRefusedRowRollsBackAndLeavesTheConnectionClean() {
    try (Api api = Api.on(database)) {
      User user = new User("exec_bob", "5");
      int backend = api.backend();
      RowCheck refusal =
          RowCheck.beforeCommit(
              row -> {
                throw new Singularity(3).asException();
              });
      RequestStatements removal =
          asked(write(user.role(), "DELETE FROM api.secret RETURNING *", "SELECT 'x'"), user);
      try {
        api.run(removal, Ending.COMMIT, refusal);
      } catch (ApiException expected) {
        assertThat(expected.error().code()).isEqualTo("PGRST116");
      }
      assertOwn(user, api.run(asked(read(user.role(), MINE), user)));
      assertThat(api.backend()).isEqualTo(backend);
    }
  }
}
