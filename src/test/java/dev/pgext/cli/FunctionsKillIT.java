package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.functions.Functions;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy-functions} as a process that is killed: all of it is there, or nothing. */
class FunctionsKillIT {
  private static final long SEED = System.nanoTime();
  private static final String STATE =
      "SELECT string_agg(DISTINCT substr(prosrc, 8), ',') || ' ' || count(*) FROM pg_proc"
          + " WHERE pronamespace = 'public'::regnamespace";

  @TempDir private Path project;
  private TestDatabase database;

  @Test
  void whereverItIsKilledAllFunctionsAreOldOrAllAreNew() throws Exception {
    database = TestPostgres.pg18().createDatabase();
    Random random = new Random(SEED);
    KilledCommand deploy =
        new KilledCommand(
            project, List.of("deploy-functions"), Map.of("PGEXT_INSTALL_SQL", "false"));
    long whole = 0;
    for (int version = -1; version <= 0; version++) {
      write(version);
      whole = deploy.whole(database);
    }
    for (int version = 1; version <= KilledCommand.KILLS; version++) {
      write(version);
      long after = random.nextLong(whole / 3, whole);
      deploy.killAfter(after, database);
      boolean applied = functions().plan(target(), Scope.CHANGED).due().isEmpty();
      assertThat(database.value(STATE))
          .as("killed after %d ms (seed %d)", after, SEED)
          .isEqualTo((applied ? version : version - 1) + " 3");
      functions().deploy(target(), Scope.CHANGED, Pruning.KEEP, End.COMMIT);
      assertThat(database.value(STATE)).isEqualTo(version + " 3");
    }
  }

  private void write(int version) throws IOException {
    Path folder = Files.createDirectories(project.resolve("functions"));
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(
          folder.resolve(name + ".sql"),
          "SELECT pg_sleep(0.1); CREATE FUNCTION %s() RETURNS int LANGUAGE sql AS 'SELECT %d';"
              .formatted(name, version));
    }
  }

  private Functions functions() {
    return new Functions(project, MigrationSettings.standard(Map.of(), event -> {}));
  }

  private MigrationTarget target() {
    return new MigrationTarget(
        ConnectionTarget.parse(database.uri(), ConnectionEnvironment.ofProcess(Map.of())),
        Config.defaults().database());
  }
}
