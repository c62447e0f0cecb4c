package dev.pgext.realtime.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.CountingProxy;
import dev.pgext.exec.CountingProxy.Message;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.PartialImages;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.RowRule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many viewers' questions in one string of statements: cheap, and each for itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchDeciderIT {
  private static final String SUBJECT =
      "current_setting('request.jwt.claims', true)::json ->> 'sub'";

  private final TestDatabase database = TestPostgres.pg18().createDatabase();
  private final Watched watched = new Watched(database);

  @BeforeAll
  void createTables() {
    database.execute(Watched.ROLES);
    database.execute(
        """
        CREATE TABLE api.members (project int, member text);
        INSERT INTO api.members SELECT u % 10, 'u' || u FROM generate_series(1, 500) u;
        CREATE TABLE api.tasks (id int PRIMARY KEY, project int, title text);
        ALTER TABLE api.tasks ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON api.tasks USING (EXISTS (
          SELECT FROM api.members m WHERE m.project = tasks.project AND m.member = $S));

        CREATE FUNCTION api.memo() RETURNS text LANGUAGE plpgsql STABLE AS $$
        BEGIN
          IF coalesce(current_setting('my.memo', true), '') = '' THEN
            PERFORM set_config('my.memo', current_user || ' ' || ($S), true);
            PERFORM set_config('my.rest', 'x', false);
            PERFORM pg_advisory_lock(77);
          END IF;
          RETURN current_setting('my.memo');
        END $$;
        CREATE TABLE api.noted (id int, who text);
        ALTER TABLE api.noted ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON api.noted USING (who = api.memo());

        CREATE FUNCTION api.mean(title text) RETURNS bool LANGUAGE plpgsql STABLE AS $$
        BEGIN
          IF $S = 'u7' THEN RAISE 'not for %: %', $S, title; END IF;
          IF $S = 'u8' THEN PERFORM pg_sleep(600); END IF;
          IF $S = 'u9' THEN PERFORM set_config('role', 'watch_login', true); END IF;
          RETURN true;
        END $$;
        CREATE TABLE api.divided (id int, total int, parts int);
        ALTER TABLE api.divided ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON api.divided USING (total / parts > 1 AND $S <> '');

        CREATE TABLE api.moody (id int, title text);
        ALTER TABLE api.moody ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON api.moody USING (api.mean(title));

        GRANT SELECT ON ALL TABLES IN SCHEMA api TO watch_alice, watch_bob;
        """
            .replace("$S", "(" + SUBJECT + ")"));
  }

  @AfterAll
  void close() {
    watched.close();
  }

  private static Viewer user(int number) {
    return new Viewer(number % 2 == 0 ? "watch_alice" : "watch_bob", claims(number));
  }

  private static String claims(int number) {
    return "{\"sub\":\"u" + number + "\"}";
  }

  private static Question question(
      Watched watched, TableShape table, Viewer viewer, String... image) {
    RowRule.Sql rule = (RowRule.Sql) watched.visibility.access(table, viewer).rule();
    return new Question(table, Tuple.of(image), viewer, rule);
  }

  private static boolean isVisible(Decision decision) {
    return decision instanceof Decision.Visible;
  }

  /** Rows and users in an order in which neighbours differ in both. */
  private static List<Question> questions(Watched watched, TableShape table, int users, int rows) {
    List<Question> questions = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int user = 1; user <= users; user++) {
        questions.add(question(watched, table, user(user), "1", Integer.toString(row), "t"));
      }
    }
    return questions;
  }

  @Test
  void everyQuestionIsAnsweredInItsPlace() {
    TableShape table = watched.shape("api.tasks");
    List<Decision> answers = watched.visibility.decide(questions(watched, table, 150, 70));
    for (int place = 0; place < answers.size(); place++) {
      int user = place % 150 + 1;
      int row = place / 150;
      assertThat(isVisible(answers.get(place))).as(user + " " + row).isEqualTo(user % 10 == row);
    }
  }

  @Test
  void sixtyFourViewersAndAHundredRowsAreOneRoundTrip() throws IOException {
    try (CountingProxy proxy = new CountingProxy(database.port());
        Watched counted = new Watched(database, proxy.port())) {
      TableShape table = counted.shape("api.tasks");
      List<Question> questions =
          IntStream.range(0, 6_400)
              .mapToObj(
                  place ->
                      question(
                          counted,
                          table,
                          new Viewer("watch_alice", claims(place % 64)),
                          "1",
                          Integer.toString(place / 64),
                          "t"))
              .toList();
      for (int time = 0; time < 30; time++) {
        proxy.take(Message.SYNC);
        List<Decision> answers = counted.visibility.decide(questions);
        assertThat(proxy.take(Message.SYNC)).as("time " + time).isEqualTo(1);
        assertThat(answers.stream().filter(BatchDeciderIT::isVisible)).hasSize(63);
      }
      assertThat(proxy.take(Message.NOTICE)).isZero();
    }
  }

  @Test
  void aThousandRowsOfOneViewerAreOneRoundTrip() throws IOException {
    try (CountingProxy proxy = new CountingProxy(database.port());
        Watched counted = new Watched(database, proxy.port())) {
      TableShape table = counted.shape("api.tasks");
      List<Question> questions =
          IntStream.range(0, 1_000)
              .mapToObj(row -> question(counted, table, user(7), "1", Integer.toString(row), "t"))
              .toList();
      for (int time = 0; time < 30; time++) {
        proxy.take(Message.SYNC);
        List<Decision> answers = counted.visibility.decide(questions);
        assertThat(proxy.take(Message.SYNC)).as("time " + time).isEqualTo(1);
        assertThat(answers.indexOf(new Decision.Visible())).isEqualTo(7);
      }
    }
  }

  @Test
  void whatOneViewersPolicyLeavesBehindNoOtherSees() {
    TableShape table = watched.shape("api.noted");
    List<Question> questions = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int asking = 1; asking <= 20; asking++) {
      for (int named = 1; named <= 20; named++) {
        Viewer viewer = user(asking);
        String who = user(named).role() + " u" + named;
        questions.add(question(watched, table, viewer, "1", who));
        expected.add(asking == named);
      }
    }
    for (int time = 0; time < 10; time++) {
      assertThat(watched.visibility.decide(questions).stream().map(BatchDeciderIT::isVisible))
          .isEqualTo(expected);
    }
    String left =
        watched.pool.use(
            connection -> {
              try (var statement = connection.createStatement();
                  var row =
                      statement.executeQuery(
                          """
                          SELECT concat_ws(' ', current_user, current_setting('my.memo', true),
                            current_setting('my.rest', true), current_setting('search_path'),
                            current_setting('transaction_read_only'),
                            current_setting('request.jwt.claims', true),
                            (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
                              AND pid = pg_backend_pid()))""")) {
                row.next();
                return row.getString(1);
              }
            });
    assertThat(left.replaceAll(" +", " ")).isEqualTo("watch_login \"$user\", public off 0");
  }

  @Test
  void onePolicyThatRaisesOrSleepsStopsItsViewerOnly() {
    List<Decision> answers;
    try (Watched impatient = new Watched(database, database.port(), Duration.ofSeconds(2))) {
      TableShape table = impatient.shape("api.moody");
      List<Question> questions = new ArrayList<>();
      for (int user = 1; user <= 100; user++) {
        questions.add(question(impatient, table, user(user), "1", "a secret"));
      }
      answers = impatient.visibility.decide(questions);
    }
    for (int user = 1; user <= 100; user++) {
      Decision answer = answers.get(user - 1);
      if (user == 7 || user == 8) {
        String code = user == 7 ? "P0001" : "57014";
        assertThat(answer)
            .isInstanceOfSatisfying(
                Decision.Failed.class, failed -> assertThat(failed.error().code()).isEqualTo(code));
        assertThat(answer.toString()).doesNotContain("a secret");
      } else if (user != 9) {
        assertThat(answer).as("u" + user).isEqualTo(new Decision.Visible());
      }
    }
  }

  @Test
  void aRowThatRaisesTakesNoOtherRowsAnswerWithIt() {
    TableShape table = watched.shape("api.divided");
    List<Question> questions = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      String parts = row == 37 || row == 90 ? "0" : row % 2 == 0 ? "1" : "9";
      questions.add(question(watched, table, user(1), "" + row, "" + (10 + row % 5), parts));
    }
    List<Decision> answers = watched.visibility.decide(questions);
    for (int row = 0; row < 100; row++) {
      Decision answer = answers.get(row);
      if (row == 37 || row == 90) {
        assertThat(answer).as("row " + row).isInstanceOf(Decision.Failed.class);
      } else {
        assertThat(isVisible(answer)).as("row " + row).isEqualTo(row % 2 == 0);
      }
    }
  }

  @Test
  void aThousandRowsThatAllRaiseFailInAFewRoundTrips() throws IOException {
    try (CountingProxy proxy = new CountingProxy(database.port());
        Watched counted = new Watched(database, proxy.port())) {
      TableShape table = counted.shape("api.divided");
      List<Question> questions =
          IntStream.range(0, 1_000)
              .mapToObj(row -> question(counted, table, user(1), "1", Integer.toString(row), "0"))
              .toList();
      proxy.take(Message.SYNC);
      assertThat(counted.visibility.decide(questions))
          .hasSize(1_000)
          .hasOnlyElementsOfType(Decision.Failed.class);
      assertThat(proxy.take(Message.SYNC)).isLessThan(100);
    }
  }

  @Test
  void anImageWithoutWhatThePolicyReadsIsHidden() {
    TableShape table = watched.shape("api.tasks");
    Question question = question(watched, table, user(3), "1", "3", "t");
    Question partial =
        new Question(
            table,
            PartialImages.without(question.image(), column -> column == 1),
            question.viewer(),
            question.rule());
    Question enough =
        new Question(
            table,
            PartialImages.without(question.image(), column -> column == 2),
            question.viewer(),
            question.rule());
    assertThat(watched.visibility.decide(List.of(partial, enough, question)))
        .containsExactly(new Decision.Hidden(), new Decision.Visible(), new Decision.Visible());
  }

  @Test
  void aDatabaseThatCannotBeAskedIsNobodysFailure() throws IOException {
    CountingProxy proxy = new CountingProxy(database.port());
    try (Watched cut = new Watched(database, proxy.port())) {
      TableShape table = cut.shape("api.tasks");
      List<Question> questions = questions(cut, table, 10, 10);
      proxy.close();
      assertThatThrownBy(() -> cut.visibility.decide(questions))
          .isInstanceOfSatisfying(
              ApiException.class,
              failure -> assertThat(failure.error()).isInstanceOf(UnavailableError.class));
    }
  }

  @Test
  void aChangeThatTheStreamDoesNotTellIsFoundByTheFingerprint() {
    TableShape table = watched.shape("api.tasks");
    watched.visibility.forgetIfChanged(() -> {});
    assertThat(watched.visibility.forgetIfChanged(() -> {})).isFalse();
    assertThat(watched.visibility.access(table, user(2)).denied()).isFalse();
    database.execute("REVOKE USAGE ON SCHEMA api FROM PUBLIC");
    try {
      assertThat(watched.visibility.access(table, user(2)).denied()).isFalse();
      assertThatThrownBy(
              () ->
                  watched.visibility.forgetIfChanged(
                      () -> {
                        throw new IllegalStateException("nobody heeds it");
                      }))
          .hasMessage("nobody heeds it");
      assertThat(watched.visibility.forgetIfChanged(() -> {})).isTrue();
      assertThat(watched.visibility.access(table, user(2)).denied()).isTrue();
    } finally {
      database.execute("GRANT USAGE ON SCHEMA api TO PUBLIC");
    }
    assertThat(watched.visibility.forgetIfChanged(() -> {})).isTrue();
  }

  @Test
  void aNewGenerationOrAForgottenTableIsReadAnew() {
    database.execute("CREATE TABLE api.fresh (id int); GRANT SELECT ON api.fresh TO watch_bob");
    TableShape table = watched.shape("api.fresh");
    assertThat(watched.visibility.access(table, user(1)).rule()).isEqualTo(new RowRule.All());
    database.execute("ALTER TABLE api.fresh ENABLE ROW LEVEL SECURITY");
    assertThat(watched.visibility.access(table, user(1)).rule()).isEqualTo(new RowRule.All());
    assertThat(watched.visibility.access(watched.shape("api.fresh"), user(1)).rule())
        .isEqualTo(new RowRule.None());
    watched.visibility.forget(table.oid());
    assertThat(watched.visibility.access(table, user(1)).rule()).isEqualTo(new RowRule.None());
    assertThat(watched.visibility.access(table, user(2)).denied()).isTrue();
  }
}
