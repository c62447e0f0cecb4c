package dev.pgext.realtime.hub;

import static dev.pgext.realtime.hub.TestHub.TASKS;
import static dev.pgext.realtime.hub.TestHub.await;
import static dev.pgext.realtime.hub.TestHub.described;
import static dev.pgext.realtime.hub.TestHub.insert;
import static dev.pgext.realtime.hub.TestHub.row;
import static dev.pgext.realtime.hub.TestHub.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.row.RowRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub's races and refusals, which a database shows only by chance. */
class HubTest {
  private final TestHub test = new TestHub();

  @AfterEach
  void close() {
    test.close();
    assertThat(test.bugs).isEmpty();
  }

  @Test
  void whoLosesARightWhenATableIsDescribedAnewTakesNobodyAlong() throws Exception {
    test.rights.tables.put("t1", TASKS);
    List<TestClient> clients = new ArrayList<>();
    for (String role : List.of("a", "b", "c", "d", "e", "f")) {
      TestClient client = test.client(role);
      clients.add(client);
      client.subscribe("t1");
      assertThat(client.next()).isEqualTo("live");
    }
    test.rights.denied.addAll(List.of("a", "c", "e"));

    TableShape anew = shape(1, 2, "id", "secret", "open");
    test.commit(described(anew), insert(anew, "5", "1", "2"));

    for (int index = 0; index < clients.size(); index++) {
      assertThat(clients.get(index).next()).isEqualTo(index % 2 == 0 ? "stopped 42501" : row(5));
    }
  }

  /** PostgreSQL repeats a description after each ANALYZE: not everything is to be asked again. */
  @Test
  void whoeverIsBoundToAnotherDescriptionShowsWhatItWasBoundTo() throws Exception {
    test.rights.tables.put("t1", TASKS);
    TestClient client = subscribed("a");
    test.commit(described(TASKS), insert(TASKS, "4", "1", "2"));
    assertThat(client.next()).isEqualTo(row(4));
    TableShape again = shape(1, 2, "id", "secret", "open");
    test.commit(described(again), insert(again, "5", "1", "2"));
    assertThat(client.next()).isEqualTo(row(5));
    assertThat(test.rights.reused)
        .extracting(earlier -> earlier.map(Binding::shape).orElse(null))
        .containsExactly(null, TASKS, TASKS);
  }

  /** Roles or functions changed, of which a table says nothing. */
  @Test
  void whoeverIsReconsideredStartsFromNothing() throws Exception {
    test.rights.tables.put("t1", TASKS);
    subscribed("a");
    test.hub.reconsider();
    assertThat(test.rights.reused).containsExactly(Optional.empty(), Optional.empty());
  }

  /** Nothing was prepared for it, and what it was bound to is what is looked at anew. */
  @Test
  void whoeverComesWhileEverybodyIsReconsideredStartsFromNothingToo() throws Exception {
    test.rights.tables.put("t1", TASKS);
    subscribed("a");
    test.rights.whenBinding =
        () -> {
          test.rights.whenBinding = () -> {};
          TestClient other = test.client("b");
          other.subscribe("t1");
          await("the other one", () -> !other.wire.written.isEmpty());
        };
    test.hub.reconsider();
    assertThat(test.rights.reused).hasSize(4).containsOnly(Optional.empty());
  }

  /** The first description in a server's life follows whatever happened to the table before. */
  @Test
  void whoIsOnTheWayWhileItsTableIsFirstDescribedIsBoundAnew() throws Exception {
    test.rights.tables.put("t1", TASKS);
    test.rights.whenBinding =
        () -> {
          test.rights.whenBinding = () -> test.rights.denied.add("a");
          test.commit(described(TASKS), insert(TASKS, "5", "1", "2"));
          test.settle();
        };
    TestClient client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("stopped 42501");
  }

  private TestClient subscribed(String role) throws InterruptedException {
    TestClient client = test.client(role);
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    return client;
  }

  /** A change of the table was committed, but not read yet, when somebody subscribes. */
  @Test
  void whoComesUnderALaterDescriptionReadsEarlierRowsByTheirOwn() throws Exception {
    test.rights.tables.put("t1", TASKS);
    TestClient before = test.client("a");
    before.subscribe("t1");
    assertThat(before.next()).isEqualTo("live");
    test.commit(insert(TASKS, "4", "1", "2"));
    assertThat(before.next()).isEqualTo(row(4));

    test.rights.tables.put("t1", shape(1, 0, "id", "open"));
    TestClient after = test.client("b");
    after.subscribe("t1");
    assertThat(after.next()).isEqualTo("live");
    test.commit(insert(TASKS, "5", "1", "2"));

    assertThat(after.next()).isEqualTo(row(5));
  }

  @Test
  void aBugInOneSubscriptionEndsThatOne() throws Exception {
    test.rights.tables.put("t1", TASKS);
    TestClient broken = test.client("broken");
    TestClient other = test.client("other");
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
    TestClient client = test.client("a");
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
    TestClient all = test.client("all");
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
    assertThat(asked.await(TestHub.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    TestClient other = test.client("other");
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
    TestClient client = test.client("a");
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
    TestClient client = test.client("a");
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
    TestClient client = test.client("a");
    TestClient all = test.client("all");
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

    test.commit(described(renamed), insert(renamed, "1", "1", "2"));

    assertThat(client.next()).isEqualTo("stopped PGEXT202");
    assertThat(all.next()).isEqualTo(row(1));
  }

  /** As where the log was read from the middle. */
  @Test
  void whoseTableIsRenamedBeforeItFirstChangesHearsNothingOfTheOtherName() throws Exception {
    test.rights.tables.put("t1", TASKS);
    TestClient client = test.client("a");
    client.subscribe("t1");
    assertThat(client.next()).isEqualTo("live");
    test.rights.tables.remove("t1");

    test.commit(insert(TestHub.named("t9", TASKS), "1", "1", "2"));

    assertThat(client.next()).isEqualTo("stopped PGEXT202");
  }
}
