package dev.pgext.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the history say what the folder says. */
@Command(
    name = "repair",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Takes edited files as applied, and forgets those that are gone; runs nothing.")
final class MigrateRepairCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Override
  public Integer call() throws Exception {
    return options.project.run(
        () -> {
          List<String> done = options.migrations().repair(options.project.target());
          done.forEach(System.out::println);
          System.out.println(done.isEmpty() ? "Nothing to repair." : "Repaired.");
          return ExitStatus.DONE;
        });
  }
}
