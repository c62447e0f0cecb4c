package dev.pgext.realtime.hub;

import static dev.pgext.realtime.hub.TestHub.TASKS;
import static dev.pgext.realtime.hub.TestHub.await;
import static dev.pgext.realtime.hub.TestHub.insert;
import static dev.pgext.realtime.hub.TestHub.row;
import static dev.pgext.realtime.hub.TestHub.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.LimitError;
import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.message.DatabaseMessage;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.Decision;
import dev.pgext.realtime.visibility.Viewer;
import dev.pgext.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions on their way from a cursor or a snapshot to where the dispatcher is. */
class ResumptionTest {
  private static final RowRule ASKS = new RowRule.Sql(SqlFragment.of("asked()"));

  private final TestHub test = new TestHub();

  /** How many rows were asked about. */
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void watch() {
    test.rights.tables.put("t1", TASKS);
  }

  @AfterEach
  void close() {
    test.close();
    assertThat(test.bugs).isEmpty();
  }

  /** Its queue is half full when it arrives where the dispatcher is, which must not wait for it. */
  @Test
  void whoResumesAndDoesNotReadKeepsNobodyWaiting() throws Exception {
    TestClient reader = test.client("reader");
    reader.subscribe("t1");
    assertThat(reader.next()).isEqualTo("live");
    Cursor since = test.commitAndRead(reader, 0);
    for (int id = 1; id <= 20; id++) {
      test.commitAndRead(reader, id);
    }
    test.rights.rule = viewer -> viewer.role().equals("sleeper") ? ASKS : new RowRule.All();
    whenAsked(
        number -> {
          if (number == 1) {
            test.commitAndSettle(21);
          }
        });

    TestClient sleeper = test.client("sleeper", Map.of("realtime-queue-messages", "40"));
    sleeper.wire.reads = false;
    sleeper.subscribe("t1", since, false);
    for (int n = 0; n <= 20; n++) {
      sleeper.next();
    }
    await("the last one is asked about", () -> asked.get() == 21);
    assertThat(reader.next()).isEqualTo(row(21));
    test.commitAndRead(reader, 22);

    sleeper.wire.readAll();
    assertThat(sleeper.next()).isEqualTo(row(21));
    assertThat(sleeper.next()).isEqualTo(row(22));
    test.commitAndRead(reader, 23);
    assertThat(sleeper.next()).isEqualTo(row(23));
  }

  /** Only so many are judged at a time; who waits for its client is none of them. */
  @Test
  void howeverManyResumeAndDoNotReadOthersResume() throws Exception {
    Cursor since = test.commitUpTo(20);
    List<TestClient> sleepers = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      TestClient sleeper = test.client("sleeper", Map.of("realtime-queue-messages", "20"));
      sleeper.wire.reads = false;
      sleeper.subscribe("t1", since, false);
      sleepers.add(sleeper);
    }
    for (TestClient sleeper : sleepers) {
      assertThat(sleeper.next()).isEqualTo("live");
      assertThat(sleeper.next()).isEqualTo(row(1));
    }

    TestClient reader = test.client("reader");
    reader.subscribe("t1", since, false);

    assertThat(reader.next()).isEqualTo("live");
    for (int id = 1; id <= 20; id++) {
      assertThat(reader.next()).isEqualTo(row(id));
    }
    sleepers.get(0).wire.readAll();
    for (int id = 2; id <= 20; id++) {
      assertThat(sleepers.get(0).next()).isEqualTo(row(id));
    }
  }

  /** Each answer lets one more come in, so that there always is something left to ask about. */
  @Test
  void whatIsLeftToAskAboutKeepsTheDispatcherNotWaiting() throws Exception {
    Cursor since = test.commitUpTo(1);
    test.rights.rule = viewer -> ASKS;
    whenAsked(
        number -> {
          if (number < 40) {
            test.commitAndSettle(number + 1);
          }
        });
    TestClient client = test.client("a");

    client.subscribe("t1", since, false);

    assertThat(client.next()).isEqualTo("live");
    for (int id = 1; id <= 40; id++) {
      assertThat(client.next()).isEqualTo(row(id));
    }
  }

  /** Whatever comes behind a gap would take the client's cursor over it. */
  @Test
  void whoDoesNotGetTheLastOfWhatItMissedBecauseOfABugMustResumeAnew() throws Exception {
    Cursor since = test.commitUpTo(1);
    test.rights.rule = viewer -> ASKS;
    whenAsked(
        number -> {
          if (number > 1) {
            throw new IllegalStateException("a bug");
          }
          test.commitAndSettle(2);
        });
    TestClient client = test.client("a");

    client.subscribe("t1", since, false);

    await("a closed socket", () -> client.wire.closed == 1011);
    assertThat(client.wire.written).containsExactly("live", row(1));
    await("the bug", () -> !test.bugs.isEmpty());
    test.bugs.clear();
  }

  /** It sits already: rows would follow, and then the error, to resume from behind them. */
  @Test
  void whosePolicyFailsInTheLastOfWhatItMissedHearsNothingFromBehindThat() throws Exception {
    Cursor since = test.commitUpTo(1);
    test.rights.rule = viewer -> ASKS;
    test.decisions =
        question -> {
          switch (asked.incrementAndGet()) {
            case 1 -> test.commit(2);
            case 2 -> {
              test.commit(3);
              await("the row behind it", () -> asked.get() == 3);
              return new Decision.Failed(new LimitError.Internal());
            }
            default -> {}
          }
          test.settle();
          return new Decision.Visible();
        };
    TestClient client = test.client("a");

    client.subscribe("t1", since, false);

    await("a closed socket", () -> client.wire.closed == 1011);
    assertThat(client.wire.written).containsExactly("live", row(1));
  }

  /** As where a token expires, after which the client goes on behind the last that it got. */
  @Test
  void whoEndsWhileTheLastOfWhatItMissedIsJudgedHasNoGapBeforeThat() throws Exception {
    Cursor since = test.commitUpTo(1);
    test.rights.rule = viewer -> ASKS;
    AtomicReference<Subscription> subscription = new AtomicReference<>();
    whenAsked(
        number -> {
          if (number == 1) {
            test.commitAndSettle(2, 3);
          } else if (number == 2) {
            test.commitAndSettle(4);
            await("the subscription", () -> subscription.get() != null);
            subscription.get().remove();
          }
        });
    TestClient client = test.client("a");

    subscription.set(client.subscribe("t1", since, false));

    assertThat(client.next()).isEqualTo("live");
    for (int id = 1; id <= 4; id++) {
      assertThat(client.next()).isEqualTo(row(id));
    }
  }

  /** Nobody sits at the table when roles are looked at anew: who resumes is under way to it. */
  @Test
  void rightsThatAreLostWhileSomebodyResumesAreLost() throws Exception {
    Cursor since = test.commitUpTo(1);
    test.rights.rule = viewer -> ASKS;
    test.decisions =
        question -> {
          if (question.viewer().role().equals("leaver")) {
            test.rights.rule = viewer -> viewer.role().equals("leaver") ? new RowRule.None() : ASKS;
            test.hub.reconsider();
          }
          return new Decision.Visible();
        };
    TestClient leaver = test.client("leaver");
    leaver.subscribe("t1", since, false);
    assertThat(leaver.next()).isEqualTo("live");
    assertThat(leaver.next()).isEqualTo(row(1));
    leaver.settled();

    TestClient reader = test.client("reader");
    reader.subscribe("t1");
    assertThat(reader.next()).isEqualTo("live");
    test.commitAndRead(reader, 2);
    test.commitAndRead(reader, 3);
    assertThat(leaver.wire.written).isEmpty();
  }

  @Test
  void aSnapshotIsForgottenWithItsClientAlsoWhereNothingIsCommittedAnyMore() throws Exception {
    test.snapshot = SeenSnapshot.parse("100:100:", new Lsn(1L << 40));
    TestClient client = test.client("a");
    client.subscribe("t1", null, true);
    client.settled();
    assertThat(newcomers()).isOne();
    client.socket.gone();
    await("an end", () -> newcomers() == 0);
  }

  /** The others of its socket went back to come along: they lack what was committed meanwhile. */
  @Test
  void aSocketHasNotReachedWhereOthersAreOnTheWayAlsoForSomebodyWhoLeft() throws Exception {
    TableShape notes = shape(2, 1, "id", "secret", "open");
    test.rights.tables.put("t2", notes);
    Cursor since = test.commit(insert(notes, "1", "1", "2"));
    test.commit(insert(notes, "2", "1", "2"));
    test.settle();
    TestClient client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    client.settled();
    assertThat(test.hub.reached(Set.of(client.socket))).containsKey(client.socket);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    test.rights.rule = viewer -> ASKS;
    test.decisions =
        question -> {
          begun.countDown();
          await(answered);
          return new Decision.Visible();
        };
    Subscription leaver = client.subscribe("t2", since, false);
    assertThat(client.next()).isEqualTo("live");
    await(begun);
    test.commitAndSettle(3);

    leaver.remove();

    assertThat(test.hub.reached(Set.of(client.socket))).isEmpty();
    answered.countDown();
    await("an arrival", () -> test.hub.reached(Set.of(client.socket)).size() == 1);
    String last = client.next();
    while (!last.equals(row(3))) {
      last = client.next();
    }
  }

  /** Clients can write cursors themselves. */
  @Test
  void aSnapshotFromTheFutureIsTakenForOneOfNow() throws Exception {
    Cursor since = test.commitUpTo(1);
    TestClient forger = test.client("a");
    forger.subscribe("t1", since.with(SeenSnapshot.parse("1:1:", new Lsn(1L << 40))), false);
    assertThat(forger.next()).isEqualTo("live");
    assertThat(forger.next()).isEqualTo(row(1));
    forger.settled();

    test.commit(2);

    assertThat(forger.next()).isEqualTo(row(2));
    assertThat(newcomers()).isZero();
  }

  @Test
  void whoseTokenIsRenewedWhileItResumesGoesOnAsTheNewOne() throws Exception {
    Cursor since = test.commitUpTo(2);
    TestClient client = test.client("admin");
    AtomicReference<Subscription> own = new AtomicReference<>();
    CountDownLatch subscribed = new CountDownLatch(1);
    test.rights.rule = viewer -> viewer.role().equals("admin") ? ASKS : new RowRule.None();
    test.decisions =
        question -> {
          await(subscribed);
          own.get().authorize(new Viewer("nobody", "{}"));
          return new Decision.Visible();
        };
    own.set(client.subscribe("t1", since, false));
    subscribed.countDown();
    assertThat(client.next()).isEqualTo("live");
    client.settled();

    // What was being asked about just then may come, and nothing behind it.
    assertThat(client.wire.written).doesNotContain(row(2));
  }

  @Test
  void whoResumesBehindAGateGetsWhatEverybodyGot() throws Exception {
    test.messages =
        message ->
            Optional.of(
                message.prefix().equals("gate")
                    ? new DatabaseMessage.Gated(1, TASKS.name())
                    : new DatabaseMessage.Ungated(1, TASKS.name()));
    Cursor since = test.commit(1);
    test.commit(insert(TASKS, "2", "1", "2"), message("gate"), insert(TASKS, "3", "1", "2"));
    Cursor within = test.commit(4);
    test.commit(insert(TASKS, "5", "1", "2"), message("ungate"), insert(TASKS, "6", "1", "2"));
    test.settle();

    for (Cursor cursor : List.of(since, within)) {
      TestClient client = test.client("a");
      client.subscribe("t1", cursor, false);
      assertThat(client.next()).isEqualTo("live");
      if (cursor.equals(since)) {
        assertThat(client.next()).isEqualTo(row(2));
      }
      assertThat(client.next()).isEqualTo("resync");
      assertThat(client.next()).isEqualTo(row(6));
      client.settled();
      assertThat(client.wire.written).isEmpty();
    }
  }

  /** The server came when the table was gated, and the log does not go back to that. */
  @Test
  void whereAGateOpensThatNobodyHeardOfSubscribersAreToldAllTheSame() throws Exception {
    test.messages = message -> Optional.of(new DatabaseMessage.Ungated(1, TASKS.name()));
    TestClient client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");

    test.commit(message("ungate"));

    assertThat(client.next()).isEqualTo("resync");
  }

  /** Every row is visible, but before that is said something is done, by the question's number. */
  private void whenAsked(IntConsumer first) {
    test.decisions =
        question -> {
          first.accept(asked.incrementAndGet());
          return new Decision.Visible();
        };
  }

  private int newcomers() {
    return test.hub.atBoundary(position -> test.hub.newcomers().size());
  }

  private static BiFunction<Integer, Long, Change> message(String prefix) {
    return (index, xid) -> new Change.Message(index, prefix, "");
  }
}
