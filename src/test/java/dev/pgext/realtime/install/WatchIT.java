package dev.pgext.realtime.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.message.DatabaseMessage;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** {@code pgext.watch}, {@code pgext.gate} and their opposites. */
class WatchIT {

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void watchPublishesATableWithWholeOldRowsAndUnwatchUndoesIt(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run(
          "CREATE TABLE t (id int, CONSTRAINT k UNIQUE (id)); ALTER TABLE t ALTER id SET NOT NULL;"
              + " ALTER TABLE t REPLICA IDENTITY USING INDEX k");
      sandbox.listen();
      sandbox.run("SELECT pgext.watch('t')");
      sandbox.run("INSERT INTO t VALUES (1)");
      assertThat(identity(sandbox, "t")).isEqualTo("f");
      assertThat(sandbox.query("SELECT replica_identity FROM pgext.watched"))
          .containsExactly("full");
      sandbox.run("SELECT pgext.watch('t')");
      sandbox.run("SELECT pgext.unwatch('t')");
      sandbox.run("INSERT INTO t VALUES (2)");
      assertThat(identity(sandbox, "t")).isEqualTo("i");
      assertThat(sandbox.query("SELECT * FROM pgext.watched")).isEmpty();
      int oid = Integer.parseInt(sandbox.query("SELECT 't'::regclass::int").get(0));
      QualifiedName name = new QualifiedName("public", "t");
      assertThat(sandbox.decoded())
          .containsExactly(
              new DatabaseMessage.Watched(oid, name, true),
              'I',
              new DatabaseMessage.Watched(oid, name, true),
              new DatabaseMessage.Unwatched(oid, name));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void withoutWholeOldRowsATableNeedsAKey(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run("CREATE TABLE keyed (id int PRIMARY KEY); CREATE TABLE bare (id int)");
      sandbox.run("SELECT pgext.watch('keyed', full_identity => false)");
      assertThat(identity(sandbox, "keyed")).isEqualTo("d");
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.watch('bare', false)"))
          .hasMessageContaining("bare has no replica identity");
      sandbox.run("SELECT pgext.watch('bare'); INSERT INTO bare VALUES (1); DELETE FROM bare");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aPartitionedTableIsWatchedAsAWhole(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run(
          "CREATE TABLE p (id int) PARTITION BY RANGE (id);"
              + " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)");
      sandbox.run("SELECT pgext.watch('p')");
      assertThat(identity(sandbox, "p1")).isEqualTo("f");
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.watch('p1')"))
          .hasMessageContaining("p1 is a partition")
          .hasMessageContaining("partition of: public.p.");
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.gate('p1')"))
          .hasMessageContaining("p1 is a partition");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void onlyAnOwnerWatchesAndGates(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String owner = sandbox.role("owner");
      String web = sandbox.role("web");
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t OWNER TO " + owner);
      for (String call : new String[] {"watch", "unwatch", "gate", "ungate"}) {
        assertThatThrownBy(() -> sandbox.runAs(web, "SELECT pgext." + call + "('t')"))
            .hasMessageContaining("must be owner of table public.t");
        sandbox.runAs(owner, "SELECT pgext." + call + "('t')");
      }
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.watch('pg_class')"))
          .hasMessageContaining("whose changes can be read");
      sandbox.run("CREATE VIEW v AS SELECT 1; CREATE UNLOGGED TABLE u (id int)");
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.watch('v')"))
          .hasMessageContaining("whose changes can be read");
      assertThatThrownBy(() -> sandbox.run("SELECT pgext.watch('u')"))
          .hasMessageContaining("whose changes can be read");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whereTheInstallersRoleMayNotTheErrorIsTheStatementToRun(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String login = sandbox.role("login");
      String owner = sandbox.role("owner");
      sandbox.run(
          "GRANT CREATE ON DATABASE %s TO %s; CREATE SCHEMA \"My app\" AUTHORIZATION %s"
              .formatted(sandbox.query("SELECT current_database()").get(0), login, owner));
      sandbox.install(login);
      sandbox.run("ALTER ROLE " + login + " INHERIT");
      try (Connection connection = sandbox.connect(owner)) {
        Sandbox.run(connection, "CREATE TABLE \"My app\".t (id int PRIMARY KEY)");
        PSQLException refused =
            catchThrowableOfType(
                PSQLException.class,
                () -> Sandbox.run(connection, "SELECT pgext.watch('\"My app\".t')"));
        String hint = refused.getServerErrorMessage().getHint();
        assertThat(hint)
            .contains("ALTER PUBLICATION pgext ADD TABLE \"My app\".t;")
            .contains("ALTER TABLE \"My app\".t REPLICA IDENTITY FULL;");
        sandbox.run(hint.substring(hint.indexOf("GRANT")));
        Sandbox.run(connection, "SELECT pgext.watch('\"My app\".t')");
      }
      assertThat(sandbox.query("SELECT name FROM pgext.watched")).containsExactly("t");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void gatesAreAnnouncedOnceInTheirPlace(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY); SELECT pgext.watch('t', false)");
      sandbox.listen();
      sandbox.run(
          "BEGIN; INSERT INTO t VALUES (1); SELECT pgext.gate('t'); INSERT INTO t VALUES (2);"
              + " SELECT pgext.gate('t'); COMMIT");
      assertThat(sandbox.query("SELECT gated || ' ' || gated_by FROM pgext.gates"))
          .containsExactly("t postgres");
      sandbox.run("SELECT pgext.ungate('t')");
      sandbox.run("SELECT pgext.ungate('t')");
      sandbox.run("BEGIN; SELECT pgext.gate('t'); ROLLBACK");
      assertThat(sandbox.query("SELECT * FROM pgext.gates")).isEmpty();
      int oid = Integer.parseInt(sandbox.query("SELECT 't'::regclass::int").get(0));
      QualifiedName name = new QualifiedName("public", "t");
      assertThat(sandbox.decoded())
          .containsExactly(
              'I',
              new DatabaseMessage.Gated(oid, name),
              'I',
              new DatabaseMessage.Ungated(oid, name));
      sandbox.run("SELECT pgext.gate('t'); DROP TABLE t");
      assertThat(sandbox.query("SELECT * FROM pgext.gates")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aTableOfAPublicationOfAnotherNameIsWatchedThere(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      new Installer().install(sandbox.superuser(), "Mine");
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY); SELECT pgext.watch('t')");
      assertThat(sandbox.query("SELECT pubname || ':' || tablename FROM pg_publication_tables"))
          .containsExactly("Mine:t");
      assertThat(sandbox.query("SELECT pubviaroot FROM pg_publication")).containsExactly("t");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void statusIsOneRow(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.listen();
      sandbox.run(
          "SELECT pgext.report_status((SELECT slot_name FROM pg_replication_slots WHERE database ="
              + " current_database()), 7, 100, 0.5, 3, 2)");
      assertThat(
              sandbox.query(
                  "SELECT concat_ws(' ', source, active, wal_status, retained_bytes > 0, lag_bytes,"
                      + " lag_seconds, epoch, subscribers, queue) FROM pgext.realtime_status"))
          .containsExactly("wal f reserved t 100 0.5 7 3 2");
    }
  }

  private static String identity(Sandbox sandbox, String table) throws SQLException {
    return sandbox
        .query("SELECT relreplident FROM pg_class WHERE oid = '" + table + "'::regclass")
        .get(0);
  }
}
