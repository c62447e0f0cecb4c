package dev.pgext.realtime.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.observe.Observation;
import dev.pgext.realtime.message.MessageKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallerIT {

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void installsEverythingTheFirstTimeAndNothingTheSecond(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      InstallReport first = new Installer().install(sandbox.superuser(), "pgext");
      InstallReport second = new Installer().install(sandbox.superuser(), "pgext");

      assertThat(first.findings())
          .containsExactly(
              new Finding.Installed("pgext", Part.ALL.get(0).version()),
              new Finding.Installed("realtime", 1),
              new Finding.Installed("auth", 1));
      assertThat(second.findings())
          .containsExactly(
              new Finding.Current("pgext"),
              new Finding.Current("realtime"),
              new Finding.Current("auth"));
      assertThat(second.observations()).isEmpty();
      assertThat(sandbox.query("SELECT pubname FROM pg_publication")).containsExactly("pgext");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void needsCreateOnTheDatabaseAndNoMore(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String role = sandbox.role("App");
      InstallReport refused = sandbox.install(role);

      assertThat(refused.complete()).isFalse();
      assertThat(refused.findings()).singleElement().isInstanceOf(Finding.Forbidden.class);
      sandbox.run(((Finding.Forbidden) refused.findings().get(0)).statement());
      assertThat(sandbox.install(role).complete()).isTrue();
      sandbox.run("CREATE SCHEMA s AUTHORIZATION \"" + role + "\"");
      try (Connection connection = sandbox.connect(role)) {
        Sandbox.run(connection, "CREATE TABLE s.t (id int PRIMARY KEY); SELECT pgext.watch('s.t')");
      }
      assertThat(sandbox.query("SELECT relation FROM pgext.watched")).containsExactly("s.t");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void upgradesAFormerReleaseWithItsData(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run("CREATE TABLE t (id int PRIMARY KEY); SELECT pgext.watch('t'), pgext.gate('t')");
      List<String> key = sandbox.query("SELECT pgext.signing_key()");
      Installer next = new Installer(nextRelease("ALTER TABLE pgext.gate ADD COLUMN note text"));

      InstallReport report = next.install(sandbox.superuser(), "pgext");

      int upgraded = Part.ALL.get(0).version() + 1;
      assertThat(report.findings()).contains(new Finding.Installed("pgext", upgraded));
      assertThat(sandbox.query("SELECT gated FROM pgext.gates")).containsExactly("t");
      assertThat(sandbox.query("SELECT note FROM pgext.gate")).hasSize(1);
      assertThat(sandbox.query("SELECT relation FROM pgext.watched")).containsExactly("t");
      assertThat(sandbox.query("SELECT pgext.signing_key()")).isEqualTo(key);
      InstallReport older = new Installer().install(sandbox.superuser(), "pgext");
      assertThat(older.findings()).contains(new Finding.Newer("pgext", upgraded));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aScriptThatFailsLeavesWhatWasThere(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      Installer broken =
          new Installer(nextRelease("CREATE TABLE pgext.half (); SELECT 1 / 0; CREATE TABLE x ()"));

      InstallReport report = broken.install(sandbox.superuser(), "pgext");

      assertThat(report.findings())
          .singleElement()
          .isInstanceOfSatisfying(
              Finding.Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo("division by zero"));
      assertThat(sandbox.query("SELECT to_regclass('pgext.half')")).containsOnlyNulls();
      assertThat(new Installer().install(sandbox.superuser(), "pgext").complete()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void leavesSchemasOfOthersAlone(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String admin = sandbox.role("supabase_admin");
      sandbox.run(
          """
          CREATE SCHEMA realtime AUTHORIZATION %1$s;
          CREATE TABLE realtime.messages (topic text);
          CREATE SCHEMA auth AUTHORIZATION %1$s;
          """
              .formatted(admin));

      InstallReport report = new Installer().install(sandbox.superuser(), "pgext");

      assertThat(report.complete()).isFalse();
      assertThat(report.findings())
          .hasSize(3)
          .filteredOn(Finding.Foreign.class::isInstance)
          .extracting(Finding::schema)
          .containsExactly("realtime", "auth");
      assertThat(report.observations())
          .filteredOn(Observation.SqlMissing.class::isInstance)
          .extracting(o -> ((Observation.SqlMissing) o).reason())
          .allMatch(reason -> reason.contains(admin));
      assertThat(
              sandbox.query(
                  "SELECT proname FROM pg_proc WHERE pronamespace IN ('realtime'::regnamespace,"
                      + " 'auth'::regnamespace)"))
          .isEmpty();
      sandbox.run("SELECT pgext.emit('room', 'hello', '{}')");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aSchemaPgextOfSomebodyElseSwitchesEverythingOff(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      sandbox.run("CREATE SCHEMA pgext");

      InstallReport report = new Installer().install(sandbox.superuser(), "pgext");

      assertThat(report.findings()).singleElement().isInstanceOf(Finding.Foreign.class);
      assertThat(sandbox.query("SELECT 1 FROM pg_namespace WHERE nspname = 'realtime'")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aServerThatIsNotTheOwnerIsToldWhatToGrant(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String login = sandbox.role("Login");
      Finding.Forbidden told = (Finding.Forbidden) sandbox.install(login).findings().get(3);

      assertThat(told.statement())
          .isEqualTo("SELECT pgext.allow_server('\"%s\"');".formatted(login));
      sandbox.run(told.statement());
      assertThat(sandbox.install(login).complete()).isTrue();
      try (Connection connection = sandbox.connect(login)) {
        assertThat(MessageKey.read(connection)).isNotSameAs(MessageKey.NONE);
        Sandbox.run(
            connection,
            "SELECT pgext.report_status('slot', 1, 2, 0.5, 3, 4), pgext.use_source('queue'),"
                + " realtime.prune('1 day')");
        Sandbox.run(connection, "SELECT * FROM pgext.realtime_status");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void theRoleThatReadsChangesIsGrantedWhatItNeeds(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String reader = sandbox.role("Reader");
      Installer installer = new Installer();
      assertThat(installer.install(sandbox.superuser(), "pgext", reader).complete()).isTrue();
      try (Connection connection = sandbox.connect(reader)) {
        Sandbox.run(
            connection,
            "SELECT pgext.prepare_publication('pgext'), pgext.note_epoch('pgext', 'x')");
        assertThat(MessageKey.read(connection)).isSameAs(MessageKey.NONE);
      }
      assertThat(installer.install(sandbox.superuser(), "pgext", "no such role").complete())
          .isTrue();
      String other = sandbox.role("other");
      sandbox.run("SELECT pgext.allow_server('" + other + "')");
      String second = sandbox.role("second");
      try (Connection connection = sandbox.connect(other)) {
        assertThat(installer.install(connection, "pgext", second).findings().get(3))
            .isInstanceOfSatisfying(
                Finding.Forbidden.class,
                told ->
                    assertThat(told.statement())
                        .isEqualTo("SELECT pgext.allow_reader('\"%s\"');".formatted(second)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void upgradesAsTheOwnerWhereTheLoginRoleMayBeIt(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String owner = sandbox.role("owner");
      String login = sandbox.role("login");
      sandbox.run(
          "GRANT CREATE ON DATABASE "
              + sandbox.query("SELECT current_database()").get(0)
              + " TO "
              + owner);
      sandbox.install(owner);
      Installer next = new Installer(nextRelease("CREATE TABLE pgext.new ()"));

      Finding.Forbidden told;
      try (Connection connection = sandbox.connect(login)) {
        told = (Finding.Forbidden) next.install(connection, "pgext").findings().get(0);
      }
      sandbox.run(told.statement());

      try (Connection connection = sandbox.connect(login)) {
        assertThat(next.install(connection, "pgext").findings())
            .contains(new Finding.Installed("pgext", Part.ALL.get(0).version() + 1));
      }
      assertThat(
              sandbox.query(
                  "SELECT relowner::regrole FROM pg_class WHERE oid = 'pgext.new'::regclass"))
          .containsExactly(owner);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void defaultPrivilegesGiveNothingAway(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      String anon = sandbox.role("anon");
      sandbox.run(
          """
          ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO %1$s;
          ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO %1$s;
          ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO %1$s;
          """
              .formatted(anon));
      new Installer().install(sandbox.superuser(), "pgext");

      assertThat(
              sandbox.query(
                  """
                  SELECT c.oid::regclass FROM pg_class AS c
                  WHERE relnamespace = 'pgext'::regnamespace AND relkind IN ('r', 'v')
                    AND has_table_privilege('%s', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
                  ORDER BY 1::text
                  """
                      .formatted(anon)))
          .containsExactlyInAnyOrder("pgext.installed", "pgext.watched", "pgext.gates");
      assertThat(
              sandbox.query(
                  """
                  SELECT p.oid::regprocedure FROM pg_proc AS p
                  WHERE pronamespace IN ('pgext'::regnamespace, 'realtime'::regnamespace)
                    AND has_function_privilege('%s', p.oid, 'EXECUTE')
                  """
                      .formatted(anon)))
          .containsExactlyInAnyOrder(
              "pgext.source()",
              "pgext.emit(text,text,jsonb)",
              "pgext.watch(regclass,boolean)",
              "pgext.unwatch(regclass)",
              "pgext.gate(regclass)",
              "pgext.ungate(regclass)",
              "pgext.served_frontend()",
              "pgext.served_file(bytea)",
              "realtime.topic()",
              "realtime.send(jsonb,text,text,boolean)",
              "realtime.broadcast_changes(text,text,text,text,text,record,record,text)");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void serversThatStartTogetherInstallOnce(int version) throws Exception {
    try (Sandbox sandbox = Sandbox.on(version);
        ExecutorService servers = Executors.newFixedThreadPool(4)) {
      List<Future<InstallReport>> reports = new ArrayList<>();
      Callable<InstallReport> server =
          () -> {
            try (Connection connection = sandbox.connect("postgres")) {
              return new Installer().install(connection, "pgext");
            }
          };
      for (int i = 0; i < 4; i++) {
        reports.add(servers.submit(server));
      }
      for (Future<InstallReport> report : reports) {
        assertThat(report.get().complete()).isTrue();
      }
      int scripts = Part.ALL.stream().mapToInt(Part::version).sum();
      assertThat(sandbox.query("SELECT count(*) FROM pgext.installed"))
          .containsExactly(Integer.toString(scripts));
    }
  }

  private static List<Part> nextRelease(String sql) {
    List<Part> parts = new ArrayList<>(Part.ALL);
    Part former = parts.get(0);
    List<Part.Script> scripts = new ArrayList<>(former.scripts());
    scripts.add(new Part.Script("008_next", sql));
    parts.set(0, new Part(former.schema(), former.without(), scripts));
    return parts;
  }
}
