package dev.pgext.cli;

import dev.pgext.migrate.file.NewMigration;
import dev.pgext.migrate.file.ProjectFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes an empty migration. */
@Command(
    name = "new",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Writes an empty migration, to be filled in.")
final class MigrateNewCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Parameters(paramLabel = "NAME", description = "What it does, as add_due_date.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          ProjectFolder folder = new ProjectFolder(project.directory());
          Path written = NewMigration.write(folder, name, Instant.now());
          System.out.println(asOpenedFromHere(written));
          return ExitStatus.DONE;
        });
  }

  /** For {@code editor $(pgext migrate new x)}, wherever that is typed. */
  private static Path asOpenedFromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
