package dev.pgext.cli;

import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.Migrations;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Waits until a database is migrated. */
@Command(
    name = "wait",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Waits until the database answers and no migration is due.")
final class MigrateWaitCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private long timeout = 60;

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          MigrationSettings settings =
              MigrationSettings.standard(project.environment(), event -> {});
          Migrations.of(project.directory(), settings)
              .await(project.target(), Duration.ofSeconds(timeout));
          System.out.println("The database is up to date.");
          return ExitStatus.DONE;
        });
  }
}
