package dev.pgext.cli;

import dev.pgext.migrate.Databases;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Drops the database that the configuration names. */
@Command(
    name = "db:drop",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Drops the database that the configuration names, with all that is in it.")
final class DatabaseDropCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Mixin private ConfirmOptions confirm = new ConfirmOptions();

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          Databases databases = new Databases(project.target());
          confirm.require(databases, "drops");
          System.out.printf(
              databases.drop()
                  ? "Dropped the database \"%s\" on %s.%n"
                  : "There is no database \"%s\" on %s.%n",
              databases.name(),
              databases.place());
          return ExitStatus.DONE;
        });
  }
}
