package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observation;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SqlInstallationIT {
  private final List<Observation> observed = new CopyOnWriteArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);

  @Test
  void installsAndThenStartsWhatNeedsIt() throws Exception {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    try (SqlInstallation installation = installation(database.uri())) {
      installation.start();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(observed).hasSize(3).allMatch(Observation.SqlInstalled.class::isInstance);
  }

  @Test
  void waitsForADatabaseThatIsNotThereYet() throws Exception {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    String late = database.name() + "_late";
    try (SqlInstallation installation =
        installation(database.uri().replace(database.name(), late))) {
      installation.start();
      database.execute("CREATE DATABASE " + late);
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(observed).allMatch(Observation.SqlInstalled.class::isInstance);
  }

  @Test
  void aFaultIsSaidAndWhatFollowsStartsAllTheSame() throws Exception {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    try (SqlInstallation first = installation(database.uri())) {
      first.start();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    observed.clear();
    database.execute("ALTER TABLE pgext.installed RENAME COLUMN version TO odd");
    CountDownLatch again = new CountDownLatch(1);
    try (SqlInstallation second = installation(database.uri(), again)) {
      second.start();
      assertThat(again.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(observed)
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.SqlMissing.class,
            missing -> assertThat(missing.reason()).contains("\"version\" does not exist"));
  }

  @Test
  void isNotWantedByWhomCallsItPostgrestOrSwitchesItOff() {
    Config.Realtime defaults = Config.defaults().realtime();
    assertThat(SqlInstallation.wanted(Program.PGEXT, defaults)).isTrue();
    assertThat(SqlInstallation.wanted(Program.POSTGREST, defaults)).isFalse();
    assertThat(SqlInstallation.wanted(Program.PGEXT, with("install-sql"))).isFalse();
    assertThat(SqlInstallation.wanted(Program.PGEXT, with("realtime-enabled"))).isFalse();
  }

  private static Config.Realtime with(String switchedOff) {
    return Config.of(Map.of(switchedOff, "false")).realtime();
  }

  private SqlInstallation installation(String uri) {
    return installation(uri, done);
  }

  private SqlInstallation installation(String uri, CountDownLatch then) {
    ConnectionTarget target =
        ConnectionTarget.parse(uri, ConnectionEnvironment.ofProcess(Map.of()));
    Connector connector = new Connector(target, Config.defaults().database());
    return new SqlInstallation(connector, "pgext", null, observed::add, then::countDown);
  }
}
