package dev.pgext.cli;

import dev.pgext.migrate.Databases;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the database anew. */
@Command(
    name = "db:reset",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Drops the database, creates it, applies the migrations and runs seed.sql.")
final class DatabaseResetCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Mixin private ConfirmOptions confirm = new ConfirmOptions();

  @Override
  public Integer call() throws Exception {
    return options.project.run(
        () -> {
          MigrationTarget target = options.project.target();
          Databases databases = new Databases(target);
          Migrations migrations = options.migrations();
          if (options.dryRun) {
            System.out.printf("Would make the database \"%s\" anew.%n", databases.name());
            return ExitStatus.DONE;
          }
          confirm.require(databases, "resets");
          databases.drop();
          databases.create();
          options.project.installOwnSchemas(target);
          MigrationLines.report(migrations.apply(target), System.out);
          if (migrations.seed(target)) {
            System.out.println("seed.sql is in.");
          }
          return ExitStatus.DONE;
        });
  }
}
