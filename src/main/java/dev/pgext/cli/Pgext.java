package dev.pgext.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code pgext} command: the root of all others. */
@Command(
    name = "pgext",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = 1,
    description = "Turns a PostgreSQL database into an application backend.")
public final class Pgext implements Runnable {

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Spec private @Nullable CommandSpec spec;

  /**
   * Runs the command line and ends the JVM with its exit status. Called as {@code postgrest} it has
   * PostgREST's command line.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine(Program.of(System.getenv())).execute(arguments));
  }

  private static CommandLine commandLine(Program program) {
    if (program == Program.POSTGREST) {
      return new CommandLine(new ServeCommand(program)).setCommandName(program.command());
    }
    CommandLine root = new CommandLine(new Pgext());
    root.addSubcommand(new ServeCommand(program));
    root.addSubcommand(new DemoCommand());
    return root;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
