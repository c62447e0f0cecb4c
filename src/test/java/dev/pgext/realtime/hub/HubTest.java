package dev.pgext.realtime.hub;

import static dev.pgext.realtime.hub.TestHub.insert;
import static dev.pgext.realtime.hub.TestHub.redefined;
import static dev.pgext.realtime.hub.TestHub.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.TestHub.Client;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub's races and refusals, which a database shows only by chance. */
class HubTest {
  private static final TableShape TASKS = shape(1, 1, "id", "secret", "open");

  private final TestHub test = new TestHub();

  @AfterEach
  void close() {
    test.close();
    assertThat(test.bugs).isEmpty();
  }

  @Test
  void whoLosesARightWhenATableIsDescribedAnewTakesNobodyAlong() throws Exception {
    test.rights.tables.put("t1", TASKS);
    List<Client> clients = new ArrayList<>();
    for (String role : List.of("a", "b", "c", "d", "e", "f")) {
      Client client = test.client(role);
      clients.add(client);
      client.subscribe("t1");
      assertThat(client.next()).isEqualTo("live");
    }
    test.rights.denied.addAll(List.of("a", "c", "e"));

    TableShape anew = shape(1, 2, "id", "secret", "open");
    test.commit(redefined(anew), insert(anew, "5", "1", "2"));

    for (int index = 0; index < clients.size(); index++) {
      assertThat(clients.get(index).next()).isEqualTo(index % 2 == 0 ? "stopped 42501" : row(5));
    }
  }

  /** A change of the table was committed, but not read yet, when somebody subscribes. */
  @Test
  void whoComesUnderALaterDescriptionReadsEarlierRowsByTheirOwn() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client before = test.client("a");
    before.subscribe("t1");
    assertThat(before.next()).isEqualTo("live");
    test.commit(insert(TASKS, "4", "1", "2"));
    assertThat(before.next()).isEqualTo(row(4));

    test.rights.tables.put("t1", shape(1, 0, "id", "open"));
    Client after = test.client("b");
    after.subscribe("t1");
    assertThat(after.next()).isEqualTo("live");
    test.commit(insert(TASKS, "5", "1", "2"));

    assertThat(after.next()).isEqualTo(row(5));
  }

  /** Its queue is half full when it arrives where the dispatcher is, which must not wait for it. */
  @Test
  void whoResumesAndDoesNotReadKeepsNobodyWaiting() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client reader = test.client("reader");
    reader.subscribe("t1");
    assertThat(reader.next()).isEqualTo("live");
    Cursor since = commitAndRead(reader, 0);
    for (int id = 1; id <= 20; id++) {
      commitAndRead(reader, id);
    }
    test.rights.rule =
        viewer ->
            viewer.role().equals("sleeper")
                ? new RowRule.Sql(SqlFragment.of("asked()"))
                : new RowRule.All();
    AtomicInteger asked = new AtomicInteger();
    test.decisions =
        question -> {
          if (asked.incrementAndGet() == 1) {
            test.commit(insert(TASKS, "21", "1", "2"));
            test.settle();
          }
          return new Decision.Visible();
        };

    Client sleeper = test.client("sleeper", Map.of("realtime-queue-messages", "40"));
    sleeper.wire.reads = false;
    sleeper.subscribe("t1", since, false);
    for (int n = 0; n <= 20; n++) {
      sleeper.next();
    }
    TestHub.await("the last one is asked about", () -> asked.get() == 21);
    assertThat(reader.next()).isEqualTo(row(21));
    commitAndRead(reader, 22);

    sleeper.wire.readAll();
    assertThat(sleeper.next()).isEqualTo(row(21));
    assertThat(sleeper.next()).isEqualTo(row(22));
    commitAndRead(reader, 23);
    assertThat(sleeper.next()).isEqualTo(row(23));
  }

  /** Nobody sits at the table when roles are looked at anew: who resumes is under way to it. */
  @Test
  void rightsThatAreLostWhileSomebodyResumesAreLost() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Cursor since = test.commit(insert(TASKS, "0", "1", "2"));
    test.commit(insert(TASKS, "1", "1", "2"));
    test.settle();
    RowRule asks = new RowRule.Sql(SqlFragment.of("asked()"));
    test.rights.rule = viewer -> asks;
    test.decisions =
        question -> {
          if (question.viewer().role().equals("leaver")) {
            test.rights.rule = viewer -> viewer.role().equals("leaver") ? new RowRule.None() : asks;
            test.hub.reconsider();
          }
          return new Decision.Visible();
        };
    Client leaver = test.client("leaver");
    leaver.subscribe("t1", since, false);
    assertThat(leaver.next()).isEqualTo("live");
    assertThat(leaver.next()).isEqualTo(row(1));
    leaver.settled();

    Client reader = test.client("reader");
    reader.subscribe("t1");
    assertThat(reader.next()).isEqualTo("live");
    commitAndRead(reader, 2);
    commitAndRead(reader, 3);
    assertThat(leaver.wire.written).isEmpty();
  }

  @Test
  void aSnapshotIsForgottenWithItsClientAlsoWhereNothingIsCommittedAnyMore() throws Exception {
    test.rights.tables.put("t1", TASKS);
    test.snapshot = SeenSnapshot.parse("100:100:", new Lsn(1L << 40));
    Client client = test.client("a");
    client.subscribe("t1", null, true);
    client.settled();
    assertThat(newcomers()).isOne();
    client.socket.gone();
    TestHub.await("an end", () -> newcomers() == 0);
  }

  private int newcomers() {
    return test.hub.atBoundary(position -> test.hub.newcomers().size());
  }

  @Test
  void aBugInOneSubscriptionEndsThatOne() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client broken = test.client("broken");
    Client other = test.client("other");
    test.rights.rule =
        viewer ->
            viewer.role().equals("broken")
                ? new RowRule.InMemory(
                    List.of(),
                    image -> {
                      throw new IllegalStateException("a bug");
                    })
                : new RowRule.All();
    broken.subscribe("t1");
    assertThat(broken.next()).isEqualTo("live");
    other.subscribe("t1");
    assertThat(other.next()).isEqualTo("live");

    test.commit(insert(TASKS, "1", "1", "2"), insert(TASKS, "2", "1", "2"));

    assertThat(other.next()).isEqualTo(row(1));
    assertThat(other.next()).isEqualTo(row(2));
    assertThat(broken.next()).startsWith("stopped");
    assertThat(test.bugs).hasSize(1);
    test.bugs.clear();
  }

  @Test
  void whoMayHaveMissedSomethingBecauseOfABugIsToldSo() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    test.commit(
        insert(TASKS, "1", "1", "2"),
        (index, xid) -> new Change.Message(index, "a bug", ""),
        insert(TASKS, "2", "1", "2"));
    assertThat(client.next()).isEqualTo(row(1));
    assertThat(client.next()).isEqualTo("resync");
    test.commit(insert(TASKS, "3", "1", "2"));
    assertThat(client.next()).isEqualTo(row(3));
    assertThat(test.bugs).hasSize(1);
    test.bugs.clear();
  }

  /** Whoever hears of all tables is bound to one when it changes first. */
  @Test
  void nobodyWaitsWhileTheDatabaseIsAskedAboutATableOfAWholeSchema() throws Exception {
    TableShape notes = shape(2, 1, "id", "secret", "open");
    test.rights.tables.put("t1", TASKS);
    test.rights.tables.put("t2", notes);
    Client all = test.client("all");
    all.subscribe(null, null, false);
    assertThat(all.next()).isEqualTo("live");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    test.rights.whenBinding =
        () -> {
          test.rights.whenBinding = () -> {};
          asked.countDown();
          await(answered);
        };
    test.commit(insert(TASKS, "1", "1", "2"));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    Client other = test.client("other");
    other.subscribe("t2");
    assertThat(other.next()).isEqualTo("live");

    answered.countDown();
    assertThat(all.next()).isEqualTo(row(1));
    test.commit(insert(notes, "2", "1", "2"));
    assertThat(all.next()).isEqualTo(row(2));
    assertThat(other.next()).isEqualTo(row(2));
  }

  /** The log tells nothing of that, and changes come under another oid from there on. */
  @Test
  void whoseTableIsDroppedAndCreatedAnewIsToldSoAndHearsOfTheNewOne() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    client.settled();
    test.hub.findStrays();
    TableShape anew = TestHub.named("t1", shape(5, 1, "id", "secret", "open"));
    test.rights.tables.put("t1", anew);

    test.hub.findStrays();

    assertThat(client.next()).isEqualTo("resync");
    test.commit(insert(anew, "1", "1", "2"));
    assertThat(client.next()).isEqualTo(row(1));
    test.hub.findStrays();
    test.commit(insert(anew, "2", "1", "2"));
    assertThat(client.next()).isEqualTo(row(2));
  }

  @Test
  void whoseTableIsDroppedOrNotWatchedAnyMoreIsToldSo() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    test.rights.tables.remove("t1");

    test.hub.findStrays();

    assertThat(client.next()).isEqualTo("stopped PGEXT202");
  }

  /** It may be exposed no more under the other name, or in the other schema. */
  @Test
  void whoseTableIsRenamedHearsNothingOfTheOtherName() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Client client = test.client("a");
    Client all = test.client("all");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    all.subscribe(null, null, false);
    assertThat(all.next()).isEqualTo("live");
    test.commit(insert(TASKS, "0", "1", "2"));
    assertThat(client.next()).isEqualTo(row(0));
    assertThat(all.next()).isEqualTo(row(0));
    TableShape renamed = TestHub.named("t9", TASKS);
    test.rights.tables.remove("t1");
    test.rights.tables.put("t9", renamed);

    test.commit(redefined(renamed), insert(renamed, "1", "1", "2"));

    assertThat(client.next()).isEqualTo("stopped PGEXT202");
    assertThat(all.next()).isEqualTo(row(1));
  }

  /** The others of its socket went back to come along: they lack what was committed meanwhile. */
  @Test
  void aSocketHasNotReachedWhereOthersAreOnTheWayAlsoForSomebodyWhoLeft() throws Exception {
    TableShape notes = shape(2, 1, "id", "secret", "open");
    test.rights.tables.put("t1", TASKS);
    test.rights.tables.put("t2", notes);
    Cursor since = test.commit(insert(notes, "1", "1", "2"));
    test.commit(insert(notes, "2", "1", "2"));
    test.settle();
    Client client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    client.settled();
    assertThat(test.hub.reached(Set.of(client.socket))).containsKey(client.socket);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    test.rights.rule = viewer -> new RowRule.Sql(SqlFragment.of("asked()"));
    test.decisions =
        question -> {
          asked.countDown();
          await(answered);
          return new Decision.Visible();
        };
    Subscription leaver = client.subscribe("t2", since, false);
    assertThat(client.next()).isEqualTo("live");
    await(asked);
    test.commit(insert(TASKS, "3", "1", "2"));
    test.settle();

    leaver.remove();

    assertThat(test.hub.reached(Set.of(client.socket))).isEmpty();
    answered.countDown();
    TestHub.await("an arrival", () -> test.hub.reached(Set.of(client.socket)).size() == 1);
    String last = client.next();
    while (!last.equals(row(3))) {
      last = client.next();
    }
  }

  /** Clients can write cursors themselves. */
  @Test
  void aSnapshotFromTheFutureIsTakenForOneOfNow() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Cursor since = test.commit(insert(TASKS, "1", "1", "2"));
    test.commit(insert(TASKS, "2", "1", "2"));
    test.settle();
    Client forger = test.client("a");
    forger.subscribe("t1", since.with(SeenSnapshot.parse("1:1:", new Lsn(1L << 40))), false);
    assertThat(forger.next()).isEqualTo("live");
    assertThat(forger.next()).isEqualTo(row(2));
    forger.settled();

    test.commit(insert(TASKS, "3", "1", "2"));

    assertThat(forger.next()).isEqualTo(row(3));
    assertThat(newcomers()).isZero();
  }

  @Test
  void whoseTokenIsRenewedWhileItResumesGoesOnAsTheNewOne() throws Exception {
    test.rights.tables.put("t1", TASKS);
    Cursor since = test.commit(insert(TASKS, "0", "1", "2"));
    test.commit(insert(TASKS, "1", "1", "2"));
    test.commit(insert(TASKS, "2", "1", "2"));
    test.settle();
    Client client = test.client("admin");
    AtomicReference<Subscription> own = new AtomicReference<>();
    CountDownLatch subscribed = new CountDownLatch(1);
    test.rights.rule =
        viewer ->
            viewer.role().equals("admin")
                ? new RowRule.Sql(SqlFragment.of("asked()"))
                : new RowRule.None();
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
    test.rights.tables.put("t1", TASKS);
    test.messages =
        message ->
            Optional.of(
                message.prefix().equals("gate")
                    ? new DatabaseMessage.Gated(1, TASKS.name())
                    : new DatabaseMessage.Ungated(1, TASKS.name()));
    Cursor since = test.commit(insert(TASKS, "1", "1", "2"));
    test.commit(insert(TASKS, "2", "1", "2"), message("gate"), insert(TASKS, "3", "1", "2"));
    Cursor within = test.commit(insert(TASKS, "4", "1", "2"));
    test.commit(insert(TASKS, "5", "1", "2"), message("ungate"), insert(TASKS, "6", "1", "2"));
    test.settle();

    for (Cursor cursor : List.of(since, within)) {
      Client client = test.client("a");
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

  private static BiFunction<Integer, Long, Change> message(String prefix) {
    return (index, xid) -> new Change.Message(index, prefix, "");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cursor commitAndRead(Client reader, int id) throws InterruptedException {
    Cursor commit = test.commit(insert(TASKS, String.valueOf(id), "1", "2"));
    assertThat(reader.next()).isEqualTo(row(id));
    return commit;
  }

  private static String row(int id) {
    return "row id=" + id + " secret=1 open=2";
  }
}
