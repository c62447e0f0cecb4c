package dev.pgext.realtime.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.realtime.install.ServerSide.Source;
import dev.pgext.realtime.install.ServerSide.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSideIT {

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void isThereOnceItIsInstalledAndAllowed(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      assertThat(ServerSide.installed(sandbox.superuser())).isFalse();
      new Installer().install(sandbox.superuser(), "pgext");
      assertThat(ServerSide.installed(sandbox.superuser())).isTrue();
      String login = sandbox.role("login");
      try (Connection connection = sandbox.connect(login)) {
        assertThat(ServerSide.installed(connection)).isFalse();
        sandbox.run("SELECT pgext.allow_server('" + login + "')");
        assertThat(ServerSide.installed(connection)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void reportsOnlyWhatIsNew(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      Status status = new Status(null, 7, 100, Duration.ofMillis(1500), 3, 2);
      ServerSide.report(sandbox.superuser(), status);
      String first = sandbox.query("SELECT reported_at FROM pgext.realtime_status").get(0);
      ServerSide.report(sandbox.superuser(), status);

      assertThat(sandbox.query("SELECT reported_at FROM pgext.realtime_status"))
          .containsExactly(first);
      assertThat(sandbox.query("SELECT lag_seconds FROM pgext.realtime_status"))
          .containsExactly("1.5");
    }
  }

  /** What nobody has said for minutes is not how it stands; the same said again is. */
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatWasReportedLongAgoIsNotShownUntilItIsSaidAgain(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      Status status = new Status(null, 7, 100, Duration.ofMillis(1500), 3, 2);
      ServerSide.report(sandbox.superuser(), status);
      sandbox.run("UPDATE pgext.server SET reported_at = reported_at - interval '3 minutes'");
      String shown =
          "SELECT concat_ws(' ', lag_bytes, lag_seconds, epoch, subscribers, queue)"
              + " FROM pgext.realtime_status";
      assertThat(sandbox.query(shown)).containsExactly("7");

      ServerSide.report(sandbox.superuser(), status);

      assertThat(sandbox.query(shown)).containsExactly("100 1.5 7 3 2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void watchesGatesAndPrunes(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY)");
      int oid = Integer.parseInt(sandbox.query("SELECT 't'::regclass::int").get(0));
      ServerSide.watch(sandbox.superuser(), oid);
      assertThat(ServerSide.useSource(sandbox.superuser(), Source.QUEUE)).isEmpty();
      assertThat(sandbox.query("SELECT source FROM pgext.watched")).containsExactly("queue");
      assertThat(ServerSide.gates(sandbox.superuser())).isEmpty();
      sandbox.run("SELECT pgext.gate('t')");
      assertThat(ServerSide.gates(sandbox.superuser())).containsExactly(oid);
      try (Connection anybody = sandbox.connect(sandbox.role("reader"))) {
        assertThat(ServerSide.gates(anybody)).containsExactly(oid);
      }
      sandbox.run("INSERT INTO realtime.messages (topic, extension) VALUES ('a', 'broadcast')");
      assertThat(ServerSide.prune(sandbox.superuser(), Duration.ofDays(1))).isZero();
      assertThat(ServerSide.prune(sandbox.superuser(), Duration.ofDays(-1))).isEqualTo(1);
      assertThatThrownBy(() -> ServerSide.watch(sandbox.superuser(), 1))
          .hasMessageContaining("there is no such table");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aTableThatCannotChangeOverIsTold(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String login = sandbox.role("login");
      sandbox.run(
          "GRANT CREATE ON DATABASE %s TO %s"
              .formatted(sandbox.query("SELECT current_database()").get(0), login));
      sandbox.install(login);
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY); ALTER PUBLICATION pgext ADD TABLE t");
      try (Connection connection = sandbox.connect(login)) {
        assertThat(ServerSide.useSource(connection, Source.QUEUE))
            .singleElement()
            .satisfies(
                problem -> {
                  assertThat(problem.text()).contains("may not watch public.t");
                  assertThat(problem.hint()).contains("CREATE OR REPLACE TRIGGER pgext_queue");
                });
      }
    }
  }
}
