package dev.pgext.cli;

import dev.pgext.migrate.MigrationReport;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands that take migrations back have in common. */
final class MigrateSteps {
  @Mixin private MigrateOptions options = new MigrateOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int count = 1;

  /** A way to take the last migrations back. */
  interface Way {
    MigrationReport go(Migrations migrations, MigrationTarget target, int count);
  }

  /** Shows the plan, or goes this way. */
  int run(Way way) throws Exception {
    return options.run(
        (migrations, target) -> migrations.planDown(target, count),
        (migrations, target) -> way.go(migrations, target, count));
  }
}
