package dev.pgext.cli;

import dev.pgext.migrate.Databases;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates the database that the configuration names. */
@Command(
    name = "db:create",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Creates the database that the configuration names.")
final class DatabaseCreateCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          Databases databases = new Databases(project.target());
          System.out.printf(
              databases.create()
                  ? "Created the database \"%s\" on %s.%n"
                  : "The database \"%s\" exists already on %s.%n",
              databases.name(),
              databases.place());
          return ExitStatus.DONE;
        });
  }
}
