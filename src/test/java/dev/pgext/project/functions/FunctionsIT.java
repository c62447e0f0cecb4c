package dev.pgext.project.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.migrate.ExclusiveTransaction;
import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan.Change;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Deployments of functions against a real server. */
class FunctionsIT {
  @TempDir private Path project;
  private TestDatabase database;

  @BeforeEach
  void begin() {
    database = TestPostgres.pg18().createDatabase();
  }

  @Test
  void onlyWhatChangedIsAppliedAndServersHearOfIt() throws Exception {
    write("a", "CREATE FUNCTION one() RETURNS int RETURN 1;");
    write(
        "deep/er/b",
        "CREATE FUNCTION two() RETURNS int RETURN 2;\nCOMMENT ON FUNCTION two() IS 'II';");
    try (Connection listener = database.connect()) {
      listener.createStatement().execute("LISTEN pgrst");
      assertThat(deploy().made()).containsOnlyKeys("functions/a.sql", "functions/deep/er/b.sql");
      assertThat(listener.unwrap(PGConnection.class).getNotifications(60_000)).hasSize(1);
    }
    assertThat(deploy().plan().isEmpty()).isTrue();
    String untouched = database.value("SELECT xmin FROM pg_proc WHERE proname = 'two'");
    write("a", "CREATE FUNCTION one() RETURNS int RETURN 11;");

    FunctionsReport report = deploy();

    assertThat(report.plan().due())
        .extracting(FunctionsPlan.Due::change)
        .containsOnly(Change.CHANGED);
    assertThat(database.value("SELECT one()")).isEqualTo("11");
    assertThat(database.value("SELECT xmin FROM pg_proc WHERE proname = 'two'"))
        .isEqualTo(untouched);
    database.execute("DROP FUNCTION two()");
    assertThat(deploy().plan().due())
        .extracting(FunctionsPlan.Due::change)
        .containsOnly(Change.MISSING);
    assertThat(database.value("SELECT two()")).isEqualTo("2");
  }

  @Test
  void twoDeploymentsAtOnceWaitForEachOther() throws Exception {
    write(
        "a",
        "DO $$ BEGIN PERFORM pg_sleep(0.5); END $$;\nCREATE FUNCTION one() RETURNS int RETURN 1;");

    CompletableFuture<FunctionsReport> other = CompletableFuture.supplyAsync(this::deploy);

    assertThat(List.of(deploy(), other.get()))
        .extracting(report -> report.plan().isEmpty())
        .containsExactlyInAnyOrder(true, false);
    assertThat(database.value("SELECT one()")).isEqualTo("1");
  }

  @Test
  void whatNeedsOthersIsAppliedAfterThemWhateverTheFilesAreCalled() throws Exception {
    write("a", "CREATE FUNCTION a() RETURNS int BEGIN ATOMIC SELECT b() + 1; END;");
    write(
        "b",
        "CREATE VIEW v AS SELECT c() AS n; CREATE FUNCTION b() RETURNS int RETURN (SELECT n FROM v);");
    write(
        "c",
        "CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT CASE WHEN false THEN d() ELSE 1 END'");
    write("d", "CREATE FUNCTION d() RETURNS int LANGUAGE sql AS 'SELECT c()'");

    deploy();

    assertThat(database.value("SELECT a()")).isEqualTo("2");
  }

  @Test
  void aFailureLeavesAllAsItWasAndIsShownWithItsPlace() throws Exception {
    write("a", "CREATE FUNCTION f() RETURNS int RETURN 1;");
    deploy();
    write("a", "CREATE FUNCTION f() RETURNS int RETURN 2;");
    write(
        "b",
        "-- broken\nCREATE FUNCTION g() RETURNS text LANGUAGE sql AS $$\n  SELECT 'ä', nam FROM pg_class\n$$;");

    assertThatThrownBy(this::deploy)
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(place(e)).isEqualTo("functions/b.sql:3:15"))
        .hasMessageContaining("column \"nam\" does not exist");

    assertThat(database.value("SELECT f()")).isEqualTo("1");
    write("b", "BEGIN; SELECT 1; COMMIT;");
    assertThatThrownBy(this::deploy).hasMessageContaining("leave this statement out");
  }

  @Test
  void aFunctionWithOtherArgumentsTakesThePlaceOfTheFormerOneWithItsGrants() throws Exception {
    database.execute("CREATE ROLE " + role());
    write("a", "CREATE FUNCTION f(n int) RETURNS int RETURN n;");
    deploy();
    database.execute(
        "REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO " + role());
    String grants = grants();
    write(
        "a",
        "CREATE FUNCTION f(n int, t text DEFAULT '') RETURNS int LANGUAGE sql AS 'SELECT n';\nCREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT f(2)';");

    assertThat(deploy().dropped())
        .extracting(DatabaseObject::identity)
        .containsExactly("public.f(integer)");

    assertThat(database.value("SELECT count(*) FROM pg_proc WHERE proname = 'f'")).isEqualTo("1");
    assertThat(grants()).isEqualTo(grants);
    write(
        "a",
        "CREATE FUNCTION f(number int, t text) RETURNS text LANGUAGE sql AS 'SELECT t'; CREATE FUNCTION g() RETURNS text LANGUAGE sql AS 'SELECT f(2, ''x'')';");
    deploy();
    assertThat(database.value("SELECT g()")).isEqualTo("x");
    assertThat(grants()).isEqualTo(grants);
  }

  @Test
  void whatSomethingDependsOnIsNotDroppedAndTheDependentsAreNamed() throws Exception {
    write("a", "CREATE FUNCTION f(n int) RETURNS int RETURN n;");
    deploy();
    database.execute("CREATE VIEW leaning AS SELECT f(1)");
    write("a", "CREATE FUNCTION f(n int, t text) RETURNS int RETURN n;");
    assertThatThrownBy(this::deploy)
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STATE))
        .hasMessageContaining("functions/a.sql does not make function public.f(integer) any more")
        .hasMessageContaining("view leaning depends on function f(integer)");
    write("a", "CREATE FUNCTION f(n int) RETURNS bigint RETURN n;");
    assertThatThrownBy(this::deploy)
        .hasMessageContaining("cannot change return type")
        .hasMessageContaining("view leaning depends on function f(integer)");
    assertThat(database.value("SELECT * FROM leaning")).isEqualTo("1");
  }

  @Test
  void aMovedFunctionStaysAndWhatAFileThatIsGoneMadeIsDroppedOnlyWhenAsked() throws Exception {
    write(
        "a",
        "CREATE FUNCTION f() RETURNS int RETURN 1; CREATE FUNCTION g() RETURNS int RETURN f();");
    deploy();
    String oid = database.value("SELECT 'f'::regproc::oid");
    Files.delete(file("a"));
    write("b", "CREATE FUNCTION f() RETURNS int RETURN 1;");

    FunctionsReport report = deploy();

    assertThat(report.left().get(0).objects())
        .extracting(DatabaseObject::identity)
        .containsExactly("public.g()");
    assertThat(database.value("SELECT 'f'::regproc::oid")).isEqualTo(oid);
    assertThat(deploy(Pruning.DROP, End.ROLLBACK).dropped()).hasSize(1);
    assertThat(database.value("SELECT g()")).isEqualTo("1");
    assertThat(deploy(Pruning.DROP, End.COMMIT).dropped()).hasSize(1);
    assertThat(deploy().plan().isEmpty()).isTrue();
    assertThat(database.value("SELECT to_regproc('g') IS NULL")).isEqualTo("t");
  }

  @Test
  void grantsOnEverythingDoNotMakeAFileTheOwnerOfEverything() throws Exception {
    database.execute("CREATE FUNCTION foreigner() RETURNS int RETURN 1");
    write(
        "a",
        "CREATE TABLE IF NOT EXISTS t (); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION f();");
    write("b", "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO PUBLIC;");
    FunctionsReport report = deploy();
    assertThat(report.made().get("functions/a.sql")).hasSize(2);
    assertThat(report.made().get("functions/b.sql")).isEmpty();
    Files.delete(file("a"));
    Files.delete(file("b"));
    assertThat(deploy(Pruning.DROP, End.COMMIT).dropped())
        .extracting(DatabaseObject::toString)
        .containsExactlyInAnyOrder("function public.f()", "trigger x on public.t");

    write("c", "CREATE FUNCTION foreigner() RETURNS int RETURN 2;");
    assertThatThrownBy(this::deploy)
        .hasMessageContaining("exists already, and no file of functions/ made it");
    write("c", "CREATE FUNCTION h() RETURNS int RETURN 2;");
    write("d", "CREATE FUNCTION h() RETURNS int RETURN 3;");
    assertThatThrownBy(this::deploy)
        .hasMessageContaining(
            "functions/d.sql:1:1: function public.h() is made by functions/c.sql, too");
  }

  @Test
  void whatWasOnceDeployedCanBeBroughtBack() throws Exception {
    write("a", "CREATE FUNCTION f() RETURNS int RETURN 1;");
    deploy();
    Map<String, String> then = FunctionSet.read(project).hashes();
    write("a", "CREATE FUNCTION f(t text) RETURNS text RETURN t;");
    write("b", "CREATE FUNCTION g() RETURNS int RETURN 1;");
    deploy();

    transaction()
        .run(
            End.COMMIT,
            session ->
                new FunctionDeployment(session, event -> {})
                    .apply(FunctionSet.stored(session, then), Scope.CHANGED, Pruning.DROP));

    assertThat(database.value("SELECT f()")).isEqualTo("1");
    assertThat(
            database.value(
                "SELECT string_agg(proname, '' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
        .isEqualTo("f");
    assertThat(transaction().run(End.COMMIT, FunctionSet::deployed).hashes()).isEqualTo(then);
  }

  private ExclusiveTransaction transaction() {
    return new ExclusiveTransaction(target(), settings());
  }

  private FunctionsReport deploy() {
    return deploy(Pruning.KEEP, End.COMMIT);
  }

  private FunctionsReport deploy(Pruning pruning, End end) {
    return new Functions(project, settings()).deploy(target(), Scope.CHANGED, pruning, end);
  }

  private static MigrationSettings settings() {
    return MigrationSettings.standard(Map.of(), event -> {});
  }

  private MigrationTarget target() {
    return new MigrationTarget(
        ConnectionTarget.parse(database.uri(), ConnectionEnvironment.ofProcess(Map.of())),
        Config.defaults().database());
  }

  private static String place(MigrationException failure) {
    SqlFault fault = failure.fault();
    return fault == null ? "" : fault.file() + ":" + fault.line() + ":" + fault.column();
  }

  private String role() {
    return database.name() + "_caller";
  }

  private String grants() throws Exception {
    return database.value(
        "SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM pg_proc, unnest(proacl) AS a WHERE proname = 'f'");
  }

  private Path file(String name) {
    return project.resolve("functions/" + name + ".sql");
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }
}
