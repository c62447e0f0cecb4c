package dev.pgext.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies what is due up to a version. */
@Command(
    name = "up",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Applies the migrations that are due, up to a version.")
final class MigrateUpCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "The last version to apply; repeatable migrations then wait.")
  private @Nullable String to;

  @Override
  public Integer call() throws Exception {
    return options.run(
        (migrations, target) -> migrations.plan(target, MigrateOptions.version(to)),
        (migrations, target) -> migrations.up(target, MigrateOptions.version(to)));
  }
}
