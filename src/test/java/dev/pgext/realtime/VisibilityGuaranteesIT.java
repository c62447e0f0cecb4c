package dev.pgext.realtime;

import static dev.pgext.realtime.Guarantees.ALICE;
import static dev.pgext.realtime.Guarantees.BEFRIENDED;
import static dev.pgext.realtime.Guarantees.BOB;
import static dev.pgext.realtime.Guarantees.OWNED;
import static dev.pgext.realtime.Guarantees.SUBSCRIBE;
import static dev.pgext.realtime.Guarantees.TASKS;
import static dev.pgext.realtime.Guarantees.subscribe;
import static dev.pgext.realtime.Guarantees.subscribeWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guarantees 4 to 6: who sees what, at which cost, and apart from each other. {@link SwitchedOffIT}
 * shows that each test fails without its mechanism.
 */
class VisibilityGuaranteesIT {
  /** With one more they fill scripts of 16 and of 4: nobody is asked about alone. */
  private static final int VIEWERS = 19;

  /** Locks that a session waits for. */
  private static final String ADVISORY = "locktype = 'advisory'";

  private static final String TASKS_LOCK = "relation = 'tasks'::regclass";

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4PoliciesHoldForInsertUpdateAndDeleteOnTheImagesOfTheCommit(int version) {
    try (TestServer server = TestServer.start(version, OWNED);
        TestSocket alice = server.connectAs(ALICE);
        TestSocket bob = server.connectAs(BOB)) {
      subscribe(alice);
      subscribe(bob);
      server.sql("INSERT INTO tasks VALUES (1, 'secret', 'alice')");
      server.sql("UPDATE tasks SET owner = 'bob', title = 'gift'");
      server.sql("UPDATE tasks SET title = 'mine'");
      server.sql("DELETE FROM tasks");
      alice.next("insert");
      JsonNode hidden = alice.next("delete");
      assertThat(hidden.path("old_record").toString()).isEqualTo("{\"id\":1}");
      JsonNode shown = bob.next("insert");
      assertThat(shown.path("record").path("title").asText()).isEqualTo("gift");
      assertThat(shown.toString()).doesNotContain("secret");
      bob.next("update");
      bob.next("delete");
      assertThat(alice.drain()).isEmpty();
      assertThat(bob.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4APolicyThatNeedsSqlIsAskedOnTheImages(int version) {
    try (TestServer server = TestServer.start(version, BEFRIENDED);
        TestSocket alice = server.connectAs(ALICE);
        TestSocket bob = server.connectAs(BOB)) {
      subscribe(alice);
      subscribe(bob);
      server.sql("INSERT INTO tasks VALUES (1, 'x', 'alice'), (2, 'y', 'bob')");
      server.sql("DELETE FROM tasks");
      assertThat(bob.next("insert").path("record").path("id").asInt()).isEqualTo(1);
      assertThat(bob.next("delete").path("old_record").path("id").asInt()).isEqualTo(1);
      assertThat(alice.drain()).isEmpty();
      assertThat(bob.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4ColumnPrivilegesRemoveColumns(int version) {
    String sql =
        """
        CREATE TABLE tasks (id int PRIMARY KEY, title text, secret text);
        GRANT SELECT (id, title) ON tasks TO anon;
        SELECT pgext.watch('tasks');
        """;
    try (TestServer server = TestServer.start(version, sql);
        TestSocket client = server.connect()) {
      client.send(subscribeWith("\"snapshot\":true"));
      assertThat(client.next("subscribed").path("columns").toString()).doesNotContain("secret");
      client.next("snapshot");
      server.sql("INSERT INTO tasks VALUES (1, 'a', 'hush'); DELETE FROM tasks");
      assertThat(client.next("insert").path("record").toString())
          .isEqualTo("{\"id\":1,\"title\":\"a\"}");
      assertThat(client.next("delete").path("old_record").toString())
          .isEqualTo("{\"id\":1,\"title\":\"a\"}");
      client.send("{\"type\":\"subscribe\",\"table\":\"tasks\",\"select\":[\"secret\"]}");
      assertThat(client.next("error").path("code").asText()).isEqualTo("42501");
      client.send("{\"type\":\"subscribe\",\"table\":\"tasks\",\"filter\":\"secret=eq.hush\"}");
      assertThat(client.next("error").path("code").asText()).isEqualTo("42501");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4WithoutTheFullIdentityDeletesAreToldOnlyWhereTheKeyDecides(int version) {
    String sql = OWNED + "ALTER TABLE tasks REPLICA IDENTITY DEFAULT;";
    try (TestServer server = TestServer.start(version, sql);
        TestSocket alice = server.connectAs(ALICE)) {
      alice.send(SUBSCRIBE);
      assertThat(alice.next("subscribed").path("deletes").asText()).isEqualTo("limited");
      server.sql("INSERT INTO tasks VALUES (1, 'a', 'alice'), (2, 'b', 'bob')");
      assertThat(alice.next("insert").path("record").path("id").asInt()).isEqualTo(1);
      server.sql("DELETE FROM tasks");
      server.sql("INSERT INTO tasks VALUES (3, 'c', 'alice')");
      assertThat(alice.next("insert").path("record").path("id").asInt()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4APolicyThatChangesWhileSubscribedHoldsFromThereOn(int version) {
    try (TestServer server = TestServer.start(version, TASKS);
        TestSocket alice = server.connectAs(ALICE)) {
      subscribe(alice);
      server.sql("INSERT INTO tasks VALUES (1, 'open', 'bob')");
      alice.next("insert");
      server.sql(
          """
          BEGIN;
          ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
          CREATE POLICY own ON tasks USING (
            owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub');
          INSERT INTO tasks VALUES (2, 'hidden', 'bob');
          COMMIT;
          """);
      server.sql("INSERT INTO tasks VALUES (3, 'mine', 'alice')");
      assertThat(alice.next("insert").path("record").path("id").asInt()).isEqualTo(3);
      server.sql("REVOKE SELECT ON tasks FROM alice; INSERT INTO tasks VALUES (4, 'x', 'alice')");
      assertThat(alice.next("error").path("code").asText()).isEqualTo("42501");
      assertThat(alice.drain()).isEmpty();
    }
  }

  /** A partition that came later logs its key only, where the stream says that all is whole. */
  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4WhatAPartitionDoesNotLogIsNotTakenForNull(int version) {
    String sql =
        """
        CREATE TABLE tasks (id int PRIMARY KEY, owner text) PARTITION BY RANGE (id);
        CREATE TABLE tasks_1 PARTITION OF tasks FOR VALUES FROM (0) TO (10);
        ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON tasks USING (owner IS NULL OR
          owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub');
        GRANT SELECT ON tasks TO alice, bob;
        SELECT pgext.watch('tasks');
        """;
    try (TestServer server = TestServer.start(version, sql);
        TestSocket bob = server.connectAs(BOB)) {
      subscribe(bob);
      server.sql("INSERT INTO tasks VALUES (1, 'alice'), (2, 'bob'); DELETE FROM tasks");
      assertThat(bob.next("insert").path("record").path("id").asInt()).isEqualTo(2);
      assertThat(bob.next("delete").path("old_record").path("id").asInt()).isEqualTo(2);
      server.sql("CREATE TABLE tasks_2 PARTITION OF tasks FOR VALUES FROM (10) TO (20)");
      server.sql("INSERT INTO tasks VALUES (11, 'alice'), (12, 'bob'); DELETE FROM tasks");
      assertThat(bob.next("insert").path("record").path("id").asInt()).isEqualTo(12);
      assertThat(bob.drain()).isEmpty();
      bob.send("{\"type\":\"subscribe\",\"table\":\"tasks\",\"id\":\"again\"}");
      assertThat(bob.next("subscribed").path("deletes").asText()).isEqualTo("limited");
    }
  }

  /**
   * What PostgreSQL 18 sends of a row has a column more than the catalog lists for a subscriber.
   */
  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee4WhoComesLaterReadsTheSameColumnsBesidesGeneratedOnes(int version) {
    String sql =
        """
        CREATE TABLE tasks (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (2 * id) STORED,
          owner text, title text);
        ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON tasks USING (
          owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub');
        GRANT SELECT ON tasks TO alice, bob;
        SELECT pgext.watch('tasks');
        """;
    try (TestServer server = TestServer.start(version, sql);
        TestSocket alice = server.connectAs(ALICE);
        TestSocket bob = server.connectAs(BOB)) {
      subscribe(alice);
      server.sql("INSERT INTO tasks VALUES (1, DEFAULT, 'alice', 'bob')");
      String first = alice.next("insert").path("record").toString();
      subscribe(bob);
      server.sql("INSERT INTO tasks VALUES (2, DEFAULT, 'alice', 'bob'), (3, DEFAULT, 'bob', 'x')");
      assertThat(bob.next("insert").path("record").toString())
          .isEqualTo(
              first
                  .replace(":1,", ":3,")
                  .replace(":2,", ":6,")
                  .replace("bob", "x")
                  .replace("alice", "bob"));
      assertThat(bob.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee6WhoLosesTheRightToReadTakesNobodyAlong(int version) {
    try (TestServer server = TestServer.start(version, TASKS);
        TestSocket alice = server.connectAs(ALICE)) {
      subscribe(alice);
      List<TestSocket> others = new ArrayList<>();
      for (int other = 0; other < VIEWERS; other++) {
        others.add(server.connectAs("{\"role\":\"bob\",\"sub\":\"" + other + "\"}"));
        subscribe(others.get(other));
      }
      server.sql("INSERT INTO tasks VALUES (1, 'open', 'bob')");
      alice.next("insert");
      server.sql("REVOKE SELECT ON tasks FROM alice; INSERT INTO tasks VALUES (2, 'x', 'bob')");
      assertThat(alice.next("error").path("code").asText()).isEqualTo("42501");
      for (TestSocket other : others) {
        other.next("insert");
        assertThat(other.next("insert").path("record").path("id").asInt()).isEqualTo(2);
        other.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee5ViewersWithEqualClaimsCostAsMuchAsOne(int version) {
    try (TestServer server = TestServer.start(version, BEFRIENDED)) {
      List<TestSocket> viewers = new ArrayList<>();
      for (int viewer = 0; viewer < VIEWERS; viewer++) {
        viewers.add(server.connectAs(BOB));
        subscribe(viewers.get(viewer));
      }
      server.sql("INSERT INTO tasks VALUES (1, 'x', 'alice')");
      viewers.forEach(viewer -> viewer.next("insert"));
      assertThat(server.meter("pgext_realtime_visibility_checks", "sql")).isEqualTo(1);
      viewers.forEach(TestSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee5AComparisonWithAClaimAsksNobody(int version) {
    try (TestServer server = TestServer.start(version, OWNED);
        TestSocket alice = server.connectAs(ALICE);
        TestSocket bob = server.connectAs(BOB)) {
      subscribe(alice);
      subscribe(bob);
      server.sql("INSERT INTO tasks VALUES (1, 'x', 'alice'), (2, 'y', 'bob')");
      alice.next("insert");
      bob.next("insert");
      assertThat(server.meter("pgext_realtime_visibility_checks", "index")).isEqualTo(2);
      assertThat(server.meter("pgext_realtime_visibility_checks", "sql")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pgext.realtime.Guarantees#versions")
  void guarantee6APolicyThatRaisesStopsItsSubscriberAlone(int version) throws SQLException {
    String sql =
        TASKS
            + """
              ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
              CREATE FUNCTION may(o text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
                IF current_setting('request.jwt.claims', true)::jsonb ->> 'sub' = 'bob' THEN
                  IF o = 'slow' THEN PERFORM pg_advisory_xact_lock(1); RETURN false; END IF;
                  RAISE EXCEPTION 'no'; END IF;
                RETURN o IS DISTINCT FROM 'slow'; END $$;
              CREATE POLICY raising ON tasks USING (may(owner));
              """;
    try (TestServer server = TestServer.start(version, sql);
        Connection holding = server.database().connect();
        TestSocket bob = server.connectAs(BOB);
        TestSocket witness = server.connect()) {
      subscribe(bob);
      witness.send("{\"type\":\"channel\",\"channel\":\"room\"}");
      witness.next("joined");
      witness.next("presence");
      List<TestSocket> others = new ArrayList<>();
      for (int other = 0; other < VIEWERS; other++) {
        others.add(server.connectAs("{\"role\":\"alice\",\"sub\":\"" + other + "\"}"));
        subscribe(others.get(other));
      }
      // While the first row is decided, the others come together: into one batch for everybody.
      execute(holding, "SELECT pg_advisory_lock(1)");
      server.sql("INSERT INTO tasks (id, owner) VALUES (0, 'slow')");
      TestServer.await("the first row is asked about", () -> waiting(server, ADVISORY));
      server.sql("INSERT INTO tasks SELECT generate_series(1, 20)");
      server.sql("SELECT pgext.emit('room', 'the others are there', '{}')");
      witness.next("broadcast");
      execute(holding, "SELECT pg_advisory_unlock(1)");
      for (TestSocket other : others) {
        for (int id = 1; id <= 20; id++) {
          assertThat(other.next("insert").path("record").path("id").asInt()).isEqualTo(id);
        }
        other.close();
      }
      assertThat(bob.next("error").path("id").asText()).isEqualTo("tasks");
      assertThat(bob.drain()).isEmpty();
    }
  }

  /** Whoever asks for policies waits: a table is described anew, and others subscribe meanwhile. */
  @Test
  void guarantee6APolicyThatIsReadSlowlyKeepsNobodyFromSubscribing() throws Exception {
    String sql =
        OWNED
            + """
              CREATE TABLE notes (id int PRIMARY KEY);
              GRANT SELECT ON notes TO alice;
              SELECT pgext.watch('notes');
              """;
    String notes = "{\"type\":\"subscribe\",\"table\":\"notes\"}";
    try (TestServer server = TestServer.start(18, sql);
        TestSocket owner = server.connectAs(ALICE);
        TestSocket reader = server.connectAs(ALICE);
        TestSocket other = server.connectAs(ALICE);
        Connection changing = server.database().connect();
        Connection locking = server.database().connect()) {
      subscribe(owner);
      reader.send(notes);
      reader.next("subscribed");
      locking.setAutoCommit(false);
      changing.setAutoCommit(false);
      execute(changing, "ALTER POLICY own ON tasks USING (owner = 'bob')");
      execute(changing, "INSERT INTO tasks VALUES (1, 'x', 'alice'), (2, 'y', 'bob')");
      // Whoever prints a policy's condition locks its table.
      Thread locked =
          Thread.startVirtualThread(
              () -> execute(locking, "LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE"));
      TestServer.await("the lock is asked for", () -> waiting(server, TASKS_LOCK));
      changing.commit();
      locked.join();
      TestServer.await("policies are asked for", () -> waiting(server, TASKS_LOCK));
      other.send(notes);
      assertThat(other.next("subscribed").path("table").asText()).isEqualTo("notes");
      locking.rollback();
      assertThat(owner.next("insert").path("record").path("id").asInt()).isEqualTo(2);
    }
  }

  private static boolean waiting(TestServer server, String lock) {
    String query =
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            + " WHERE backend_type = 'client backend' AND NOT granted AND ";
    return !server.query(query + lock).equals("0");
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
