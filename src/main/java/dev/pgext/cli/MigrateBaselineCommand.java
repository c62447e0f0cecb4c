package dev.pgext.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes what is there as applied. */
@Command(
    name = "baseline",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description =
        "Takes the migrations as applied in a database that has them already; runs nothing.")
final class MigrateBaselineCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "The last version that it has (default: all).")
  private @Nullable String to;

  @Override
  public Integer call() throws Exception {
    return options.project.run(
        () -> {
          var version = MigrateOptions.version(to);
          List<String> taken = options.migrations().baseline(options.project.target(), version);
          taken.forEach(path -> System.out.println("taken as applied: " + path));
          return ExitStatus.DONE;
        });
  }
}
