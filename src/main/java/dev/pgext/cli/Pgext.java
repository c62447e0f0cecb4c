package dev.pgext.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    Program program = Program.of(System.getenv());
    System.exit(commandLine(program).execute(completed(program, arguments)));
  }

  /** A configuration file alone means to serve; {@code serve} is understood by either name. */
  static String[] completed(Program program, String[] arguments) {
    boolean named = arguments.length > 0 && arguments[0].equals(ServeCommand.NAME);
    if (program == Program.POSTGREST) {
      return named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    }
    if (arguments.length != 1 || named || !Files.isRegularFile(Path.of(arguments[0]))) {
      return arguments;
    }
    return new String[] {ServeCommand.NAME, arguments[0]};
  }

  static CommandLine commandLine(Program program) {
    if (program == Program.POSTGREST) {
      return new CommandLine(new ServeCommand(program)).setCommandName(program.command());
    }
    CommandLine root = new CommandLine(new Pgext());
    root.addSubcommand(new ServeCommand(program));
    root.addSubcommand(new DemoCommand());
    root.addSubcommand(new TrainCommand(program));
    return root;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
