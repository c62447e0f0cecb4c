package dev.pgext.cli;

import dev.pgext.migrate.Migrations;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Applies what is due, and has the other commands of migrations below it. */
@Command(
    name = "migrate",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Applies the migrations that are due: schema.sql, then migrations/.")
final class MigrateCommand implements Callable<Integer> {
  /** Those below it. */
  static final List<Class<?>> COMMANDS =
      List.of(
          MigrateNewCommand.class,
          MigrateStatusCommand.class,
          MigrateUpCommand.class,
          MigrateDownCommand.class,
          MigrateRedoCommand.class,
          MigrateRepairCommand.class,
          MigrateBaselineCommand.class,
          MigrateWaitCommand.class);

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Override
  public Integer call() throws Exception {
    return options.run((migrations, target) -> migrations.plan(target, null), Migrations::apply);
  }
}
