package dev.pgext.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationStatus.Entry;
import dev.pgext.migrate.MigrationStatus.State;
import dev.pgext.migrate.file.Version;
import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Migrations against real servers, the oldest that is common and the newest. */
class MigrationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path project;
  private final List<MigrationEvent> events = Collections.synchronizedList(new ArrayList<>());
  private TestDatabase database;

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void whatIsDueIsAppliedOnceAndInOneTransactionAndServersHearOfIt(int version) throws Exception {
    begin(version);
    write("schema.sql", "CREATE TABLE tasks (id int PRIMARY KEY);");
    write(
        "migrations/1_due.sql",
        "-- migrate:up\nALTER TABLE tasks ADD due date;\n-- migrate:down\n");
    write("migrations/R__view.sql", "CREATE OR REPLACE VIEW open AS SELECT id FROM tasks;");
    assertThat(states()).containsOnly(State.PENDING);
    assertThat(migrations().plan(target(), null).together()).isTrue();

    try (Connection listener = database.connect()) {
      listener.createStatement().execute("LISTEN pgrst");
      assertThat(migrations().apply(target()).applied())
          .containsExactly("schema.sql", "migrations/1_due.sql", "migrations/R__view.sql");
      assertThat(listener.unwrap(PGConnection.class).getNotifications(60_000)).hasSize(1);
    }

    assertThat(states()).containsOnly(State.APPLIED);
    assertThat(migrations().apply(target()).applied()).isEmpty();
    assertThat(database.value("SELECT count(DISTINCT xmin::text) FROM pgext_migrations.history"))
        .isEqualTo("1");
    write("migrations/R__view.sql", "CREATE OR REPLACE VIEW open AS SELECT id, due FROM tasks;");
    assertThat(states()).contains(State.OUTDATED);
    assertThat(migrations().apply(target()).applied()).containsExactly("migrations/R__view.sql");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aFailureLeavesNothingAndIsShownWithItsPlace(int version) throws Exception {
    begin(version);
    write("schema.sql", "CREATE TABLE tasks (id int PRIMARY KEY);");
    write("migrations/1_bad.sql", "SELECT 1;\n\nSELECT 'ä',\n  nothing\nFROM tasks;\n");

    assertThatThrownBy(() -> migrations().apply(target()))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STATEMENT))
        .hasMessage(
            """
            migrations/1_bad.sql:4:3: column "nothing" does not exist (SQLSTATE 42703)
                 3 | SELECT 'ä',
                 4 |   nothing
                   |   ^""");

    assertThat(states()).containsOnly(State.PENDING);
    assertThat(database.value("SELECT to_regclass('tasks') IS NULL")).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void downRedoAndUpToAVersion(int version) throws Exception {
    begin(version);
    write("migrations/1_a.sql", reversible("a"));
    write("migrations/V2__b.sql", "CREATE TABLE b ()");
    write("migrations/U2__b.sql", "DROP TABLE b");
    write("migrations/3_c.sql", reversible("c"));

    assertThat(migrations().up(target(), Version.parse("2")).applied())
        .containsExactly("migrations/1_a.sql", "migrations/V2__b.sql");
    assertThat(states()).containsExactly(State.APPLIED, State.APPLIED, State.PENDING);
    migrations().apply(target());
    assertThat(migrations().planDown(target(), 2).steps()).hasSize(2);
    assertThat(migrations().down(target(), 2).reverted())
        .containsExactly("migrations/3_c.sql", "migrations/U2__b.sql");
    assertThat(database.value("SELECT to_regclass('a') IS NOT NULL AND to_regclass('b') IS NULL"))
        .isEqualTo("t");
    MigrationReport redone = migrations().redo(target(), 1);
    assertThat(redone.reverted()).isEqualTo(redone.applied()).containsExactly("migrations/1_a.sql");
    assertThat(states()).containsExactly(State.APPLIED, State.PENDING, State.PENDING);
    assertThatThrownBy(() -> migrations().up(target(), Version.parse("9")))
        .hasMessageContaining("no migration has the version 9");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void anEditOfWhatWasAppliedIsRefusedWithTheWaysOutUntilItIsRepaired(int version)
      throws Exception {
    begin(version);
    write("schema.sql", "CREATE TABLE a ()");
    write("migrations/1_b.sql", "CREATE TABLE b ()");
    migrations().apply(target());
    write("schema.sql", "CREATE TABLE a (id int)");

    assertThatThrownBy(() -> migrations().apply(target()))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STATE))
        .hasMessageContaining("schema.sql was edited after it was applied")
        .hasMessageContaining("pgext migrate new")
        .hasMessageContaining("pgext migrate repair")
        .hasMessageContaining("pgext db:reset");
    Files.delete(project.resolve("migrations/1_b.sql"));
    assertThat(states()).containsExactly(State.EDITED, State.MISSING);
    assertThatThrownBy(() -> migrations().down(target(), 1))
        .hasMessageContaining("has no way down, so nothing was reverted");
    assertThat(migrations().repair(target())).hasSize(2);
    assertThat(states()).containsExactly(State.APPLIED);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aBaselineTakesWhatIsThereAsApplied(int version) throws Exception {
    begin(version);
    database.execute("CREATE TABLE a ()");
    write("schema.sql", "CREATE TABLE a ()");
    write("migrations/1_b.sql", "CREATE TABLE b ()");

    assertThat(migrations().baseline(target(), Version.parse("1"))).hasSize(2);

    assertThat(states()).containsOnly(State.BASELINE);
    assertThat(migrations().apply(target()).applied()).isEmpty();
    assertThatThrownBy(() -> migrations().baseline(target(), null))
        .hasMessageContaining("has a history already");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aDatabaseThatFlywayHasMigratedIsTakenOver(int version) throws Exception {
    begin(version);
    // As Flyway 13.12.0 made it from these files.
    database.execute(
        """
        CREATE TABLE flyway_schema_history (installed_rank int NOT NULL PRIMARY KEY,
          version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,
          script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL,
          installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL,
          success boolean NOT NULL);
        INSERT INTO flyway_schema_history VALUES
          (1, '1', 'first', 'SQL', 'V1__first.sql', 1075428007, 'postgres', now(), 10, true),
          (2, '2', 'second one', 'SQL', 'V2__second_one.sql', 968784446, 'postgres', now(), 7, true),
          (3, NULL, 'the view', 'SQL', 'R__the_view.sql', -1403184081, 'postgres', now(), 1, true),
          (4, '7', 'gone', 'SQL', 'V7__gone.sql', 1, 'postgres', now(), 1, true),
          (5, '7', 'gone', 'UNDO_SQL', 'U7__gone.sql', 1, 'postgres', now(), 1, true);
        """);
    write("schema.sql", "CREATE TABLE never ()");
    write("migrations/V1__first.sql", "CREATE TABLE a (id int);\r\nSELECT 'ä';\n");
    write("migrations/V2__second_one.sql", "CREATE TABLE ${t} (id int);\n");
    write("migrations/R__the_view.sql", "CREATE OR REPLACE VIEW v AS SELECT '${t}' AS x;\n");
    write("migrations/V3__third.sql", "CREATE TABLE third ()");
    write("flyway.conf", "flyway.placeholders.t=bb\n");
    assertThat(states())
        .containsExactly(
            State.BASELINE, State.APPLIED, State.APPLIED, State.PENDING, State.APPLIED);

    assertThat(migrations().apply(target()).applied()).containsExactly("migrations/V3__third.sql");

    assertThat(database.value("SELECT count(*) FROM flyway_schema_history")).isEqualTo("5");
    assertThat(migrations().status(target()).upToDate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aDatabaseThatDbmateHasMigratedIsTakenOver(int version) throws Exception {
    begin(version);
    // As dbmate makes it.
    database.execute(
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (version varchar(128) PRIMARY KEY);
        INSERT INTO schema_migrations VALUES ('20260101120000'), ('20260102120000');
        """);
    write("migrations/20260101120000_a.sql", reversible("a"));
    write("migrations/20260103120000_c.sql", reversible("c"));
    assertThat(migrations().status(target()).takenOver())
        .containsExactly("public.schema_migrations");

    MigrationReport report = migrations().apply(target());

    assertThat(report.applied()).containsExactly("migrations/20260103120000_c.sql");
    assertThat(report.missing()).containsExactly("20260102120000");
    assertThat(database.value("SELECT to_regclass('a') IS NULL")).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void twoRunsAtOnceWaitForEachOther(int version) throws Exception {
    begin(version);
    write(
        "migrations/1_a.sql",
        """
        -- migrate:up transaction:false
        DO $$ BEGIN
          WHILE NOT EXISTS (SELECT FROM go) LOOP PERFORM pg_sleep(0.01); END LOOP;
        END $$;
        CREATE TABLE a ();
        CREATE INDEX CONCURRENTLY a_i ON a ((1));
        """);
    database.execute("CREATE TABLE go ()");

    try (ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<MigrationReport> first = runs.submit(() -> migrations().apply(target()));
      awaitEvent(MigrationEvent.class);
      Future<MigrationReport> second = runs.submit(() -> migrations().apply(target()));
      awaitEvent(MigrationEvent.Waiting.class);
      database.execute("INSERT INTO go DEFAULT VALUES");
      assertThat(first.get().applied()).hasSize(1);
      assertThat(second.get().applied()).isEmpty();
    }
  }

  private void awaitEvent(Class<? extends MigrationEvent> kind) throws Exception {
    Deadline.in(PATIENCE)
        .await(kind.getSimpleName(), () -> List.copyOf(events).stream().anyMatch(kind::isInstance));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void whatGetsNoLockInTimeIsTriedAgainAsAWhole(int version) throws Exception {
    begin(version);
    database.execute("CREATE TABLE busy ()");
    write("migrations/1_a.sql", "CREATE TABLE a ();\nALTER TABLE busy ADD x int;");
    CountDownLatch retried = new CountDownLatch(1);
    Migrations patient = migrations(Duration.ofMillis(100), 5, retried);
    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE busy");
      CompletableFuture<MigrationReport> run =
          CompletableFuture.supplyAsync(() -> patient.apply(target()));
      retried.await();
      other.rollback();
      assertThat(run.get().applied()).hasSize(1);
      other.createStatement().execute("LOCK TABLE busy");
      write("migrations/2_b.sql", "ALTER TABLE busy ADD y int;");
      assertThatThrownBy(() -> migrations(Duration.ofMillis(100), 0, retried).apply(target()))
          .hasMessageContaining("migrations/2_b.sql:1:1: canceling statement due to lock timeout")
          .hasMessageContaining("--lock-timeout");
      other.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void anIndexLeftInvalidIsFoundAndBuiltAnew(int version) throws Exception {
    begin(version);
    database.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
    write(
        "migrations/1_i.sql",
        "-- migrate:up transaction:false\nCREATE UNIQUE INDEX CONCURRENTLY \"t I\"\n ON public.t (a);\nSELECT 1;\n");
    assertThatThrownBy(() -> migrations().apply(target()))
        .hasMessageContaining("could not create unique index")
        .hasMessageContaining("goes on with this statement");
    assertThat(states()).containsExactly(State.PARTIAL);
    assertThat(database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isEqualTo("1");
    database.execute("TRUNCATE t");

    assertThat(migrations().apply(target()).applied()).hasSize(1);

    assertThat(database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isEqualTo("0");
    assertThat(events).hasAtLeastOneElementOfType(MigrationEvent.Note.class);
    assertThat(states()).containsExactly(State.APPLIED);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aFileThatFailedHalfwayGoesOnWhereItWasUnlessItsBeginningWasEdited(int version)
      throws Exception {
    begin(version);
    String start = "-- migrate:up transaction:false\nSET search_path = s;\nCREATE SCHEMA s;\n";
    write("migrations/1_a.sql", start + "CREATE TABLE a ();\nSELECT wrong;\nCREATE TABLE b ();\n");
    assertThatThrownBy(() -> migrations().apply(target())).hasMessageContaining("1_a.sql:5:8");
    assertThatThrownBy(() -> migrations().down(target(), 1)).hasMessageContaining("only in part");
    write("migrations/1_a.sql", start + "CREATE TABLE c ();\nSELECT 1;\nCREATE TABLE b ();\n");
    assertThatThrownBy(() -> migrations().apply(target()))
        .hasMessageContaining("up to its statement 3");
    write("migrations/1_a.sql", start + "CREATE TABLE a ();\nSELECT 1;\nCREATE TABLE b ();\n");

    migrations().apply(target());

    assertThat(
            database.value(
                "SELECT to_regclass('s.a') IS NOT NULL AND to_regclass('s.b') IS NOT NULL"))
        .isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void filesWithTransactionsOfTheirOwnAndNewEnumValuesRun(int version) throws Exception {
    begin(version);
    write(
        "migrations/1_a.sql",
        "BEGIN;\nCREATE TYPE mood AS ENUM ('sad');\nSET ROLE pg_monitor;\nCOMMIT;\n");
    write("migrations/2_b.sql", "ALTER TYPE mood ADD VALUE 'ok';");
    write("migrations/3_c.sql", "CREATE TABLE m (x mood DEFAULT 'ok');");
    write("migrations/4_d.sql", "DO $$ BEGIN CREATE TABLE n (); COMMIT; END $$; VACUUM m;");

    assertThat(migrations().apply(target()).applied()).hasSize(4);
    assertThat(migrations().status(target()).upToDate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aForeignSchemaOfManyTablesApplies(int version) throws Exception {
    begin(version);
    try (var script = MigrationsIT.class.getResourceAsStream("foreign.sql")) {
      Files.write(project.resolve("schema.sql"), script.readAllBytes());
    }
    migrations().apply(target());
    assertThat(
            database.value(
                "SELECT count(*) >= 24 FROM pg_class WHERE relkind IN ('r', 'p')"
                    + " AND relnamespace IN ('app'::regnamespace, 'audit'::regnamespace)"))
        .isEqualTo("t");
    assertThat(migrations().status(target()).upToDate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void waitingEndsWhenTheDatabaseIsMigratedOrTimeIsUp(int version) throws Exception {
    begin(version);
    write("schema.sql", "CREATE TABLE a ()");
    assertThatThrownBy(() -> migrations().await(target(), Duration.ZERO))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
        .hasMessageContaining("1 to apply.\n  hint: this only waits; `pgext migrate` applies");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> migrations().await(target(), Duration.ofSeconds(60)));
    migrations().apply(target());
    assertThat(waiting.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aDatabaseIsCreatedAndDropped(int version) throws Exception {
    begin(version);
    Databases databases = new Databases(target("another \"one\""));
    assertThat(databases.local()).isTrue();
    assertThat(databases.create()).isTrue();
    assertThat(databases.create()).isFalse();
    assertThat(migrations().status(target("another \"one\"")).entries()).isEmpty();
    assertThat(databases.drop()).isTrue();
    assertThat(databases.drop()).isFalse();
    assertThatThrownBy(() -> migrations().status(target("another \"one\"")))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining("pgext db:create");
  }

  private void begin(int version) {
    database = TestPostgres.version(version).createDatabase();
  }

  private Migrations migrations() {
    return Migrations.of(project, MigrationSettings.standard(Map.of(), events::add));
  }

  private Migrations migrations(Duration lockTimeout, int retries, CountDownLatch retried) {
    return Migrations.of(
        project,
        new MigrationSettings(
            Map.of(),
            lockTimeout,
            retries,
            event -> {
              if (event instanceof MigrationEvent.LockRetry) {
                retried.countDown();
              }
            }));
  }

  private MigrationTarget target() {
    return target(database.name());
  }

  private MigrationTarget target(String name) {
    return new MigrationTarget(
        ConnectionTarget.parse(database.uri(), ConnectionEnvironment.ofProcess(Map.of()))
            .withDatabase(name),
        Config.defaults().database());
  }

  private List<State> states() {
    return migrations().status(target()).entries().stream().map(Entry::state).toList();
  }

  private static String reversible(String table) {
    return "-- migrate:up\nCREATE TABLE %1$s ();\n-- migrate:down\nDROP TABLE %1$s;\n"
        .formatted(table);
  }

  private void write(String path, String text) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
