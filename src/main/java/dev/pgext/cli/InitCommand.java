package dev.pgext.cli;

import dev.pgext.project.NewProject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a new project. */
@Command(
    name = "init",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Makes a new project: a to-do application that works, to be changed into yours.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the name is not usable, or a file would be overwritten or cannot be written"
    })
final class InitCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Parameters(
      paramLabel = "NAME",
      description =
          "Its folder, whose name is the project's, as my-app; it must not exist or be empty. . takes"
              + " the current folder as it is, where no file of a project is in it.")
  private String name = "";

  @Override
  public Integer call() {
    try {
      Path folder = Path.of(name).toAbsolutePath().normalize();
      boolean here = folder.equals(Path.of("").toAbsolutePath());
      Path last = name.isEmpty() ? null : folder.getFileName();
      NewProject project =
          new NewProject(last == null ? name : last.toString(), new SecureRandom());
      if (here) {
        project.writeInto(folder);
      } else {
        project.write(folder);
      }
      System.out.printf("Made the project %s.%n%nNow:%n%n", project.name());
      if (!here) {
        System.out.println("  cd " + name);
      }
      System.out.println("  " + Calling.command() + " dev");
      return ExitStatus.DONE;
    } catch (IllegalArgumentException e) {
      return Faults.report(String.valueOf(e.getMessage()), ExitStatus.UNUSABLE);
    } catch (FileAlreadyExistsException e) {
      return Faults.report(
          "%s is there already: take another name, or move it away. Nothing was written"
              .formatted(e.getFile()),
          ExitStatus.UNUSABLE);
    } catch (IOException e) {
      return Faults.report("cannot write to " + name + ": " + Faults.text(e), ExitStatus.UNUSABLE);
    }
  }
}
