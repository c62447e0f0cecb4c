package dev.pgext.cli;

import dev.pgext.migrate.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes the last migrations back and applies them again. */
@Command(
    name = "redo",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Takes the last migrations back and applies them again, to try both ways.")
final class MigrateRedoCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateSteps steps = new MigrateSteps();

  @Override
  public Integer call() throws Exception {
    return steps.run(Migrations::redo);
  }
}
