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
    description = "Turns a PostgreSQL database into an application backend.",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "To begin:",
      "  pgext demo           tries it out",
      "  pgext init my-app    makes a project",
      "",
      "What a command takes: pgext help COMMAND"
    })
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
    System.exit(run(program, completed(program, arguments)));
  }

  /** To describe a command takes longer than many another thing of a start: a server has one. */
  private static int run(Program program, String[] arguments) {
    boolean serve = arguments.length > 0 && arguments[0].equals(ServeCommand.NAME);
    if (program != Program.PGEXT || !serve) {
      return commandLine(program).execute(arguments);
    }
    return serving(program)
        .setCommandName(program.command() + " " + ServeCommand.NAME)
        .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
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
      return serving(program).setCommandName(program.command());
    }
    CommandLine root = new CommandLine(new Pgext());
    root.addSubcommand(new InitCommand());
    root.addSubcommand(new ServeCommand(program));
    root.addSubcommand(new DemoCommand());
    root.addSubcommand(new DevCommand());
    root.addSubcommand(new MigrateCommand());
    root.addSubcommand(new DeployCommand());
    root.addSubcommand(new DeployFunctionsCommand());
    root.addSubcommand(new LogsCommand());
    root.addSubcommand(new DatabaseCreateCommand());
    root.addSubcommand(new DatabaseDropCommand());
    root.addSubcommand(new DatabaseResetCommand());
    root.addSubcommand(new TokenCommand());
    root.addSubcommand(new CompletionCommand());
    root.addSubcommand(new HelpCommand());
    root.addSubcommand(new TrainCommand(program));
    return told(root);
  }

  private static CommandLine serving(Program program) {
    CommandLine serve = new CommandLine(new ServeCommand(program));
    return program == Program.PGEXT ? told(serve) : serve;
  }

  private static CommandLine told(CommandLine root) {
    UsageFaults faults = new UsageFaults();
    return root.setParameterExceptionHandler(faults).setExecutionExceptionHandler(faults);
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
