package dev.pgext.cli;

import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationPlan;
import dev.pgext.migrate.MigrationReport;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import dev.pgext.migrate.file.Version;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that run migrations have in common. */
final class MigrateOptions {
  @Mixin ProjectOptions project = new ProjectOptions();

  @Option(
      names = "--lock-timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How long a statement may wait for a lock, while others queue up behind it (default:"
              + " ${DEFAULT-VALUE}; 0 waits for ever).")
  private double lockTimeout = 5;

  @Option(
      names = "--lock-retries",
      paramLabel = "TIMES",
      defaultValue = "10",
      description = "How often to try again what did not get its lock (default: ${DEFAULT-VALUE}).")
  private int lockRetries = 10;

  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  boolean dryRun;

  Migrations migrations() {
    return Migrations.of(project.directory(), settings());
  }

  MigrationSettings settings() {
    return new MigrationSettings(
        project.environment(),
        Duration.ofMillis(Math.round(lockTimeout * 1000)),
        lockRetries,
        MigrationLines.to(System.err).andThen(ProjectJournal.migrations(project.directory())));
  }

  /** A version as a user writes it. */
  static @Nullable Version version(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Version.parse(text.startsWith("V") ? text.substring(1) : text);
    } catch (NumberFormatException e) {
      throw new MigrationException(
          MigrationException.Reason.FILES,
          "\"" + text + "\" is no version: write it as 3, 1.2 or 20261120164500");
    }
  }

  /** Shows the plan, or runs and shows what was done. */
  int run(
      BiFunction<Migrations, MigrationTarget, MigrationPlan> plan,
      BiFunction<Migrations, MigrationTarget, MigrationReport> work)
      throws Exception {
    return project.run(
        () -> {
          project.requireProject();
          MigrationTarget target = project.target();
          if (dryRun) {
            MigrationLines.plan(plan.apply(migrations(), target), System.out);
          } else {
            project.installOwnSchemas(target);
            MigrationLines.report(work.apply(migrations(), target), System.out);
          }
          return ExitStatus.DONE;
        });
  }
}
