package dev.pgext.cli;

import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationStatus;
import dev.pgext.migrate.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far a database is. */
@Command(
    name = "status",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Shows which migrations are applied and which are due; changes nothing.")
final class MigrateStatusCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "As JSON, for scripts.")
  private boolean json;

  @Option(names = "--exit-code", description = "End with 5 where something is due.")
  private boolean exitCode;

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          MigrationSettings settings =
              MigrationSettings.standard(project.environment(), event -> {});
          MigrationStatus status =
              Migrations.of(project.directory(), settings).status(project.target());
          if (json) {
            System.out.println(StatusLines.json(status));
          } else {
            StatusLines.print(status, System.out);
          }
          return exitCode && !status.upToDate() ? ExitStatus.NOT_YET : ExitStatus.DONE;
        });
  }
}
