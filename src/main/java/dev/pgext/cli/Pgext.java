package dev.pgext.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
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

  private static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          ServeCommand.class,
          DemoCommand.class,
          DevCommand.class,
          MigrateCommand.class,
          DeployCommand.class,
          DeployFunctionsCommand.class,
          LogsCommand.class,
          DatabaseCreateCommand.class,
          DatabaseDropCommand.class,
          DatabaseResetCommand.class,
          TokenCommand.class,
          CompletionCommand.class,
          HelpCommand.class,
          TrainCommand.class);

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

  static int run(Program program, String... arguments) {
    ServeCommand plain = ServeCommand.plain(program, arguments);
    if (plain == null) {
      return commandLine(program, Described.namedIn(arguments)).execute(arguments);
    }
    try {
      return plain.call();
    } catch (InterruptedException | RuntimeException unforeseen) {
      return UsageFaults.unforeseen(
          plain.title(), unforeseen, new PrintWriter(System.err, true, System.err.charset()));
    }
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

  static CommandLine commandLine(Program program, Described described) {
    if (program == Program.POSTGREST) {
      return new CommandLine(new ServeCommand(program)).setCommandName(program.command());
    }
    CommandLine root = new CommandLine(new Pgext(), new Commands(program)).setExpandAtFiles(false);
    for (Class<?> command : COMMANDS) {
      described.add(root, command);
    }
    UsageFaults faults = new UsageFaults();
    return root.setParameterExceptionHandler(faults).setExecutionExceptionHandler(faults);
  }

  /** Makes the commands: one of them depends on the name that the program was called by. */
  private record Commands(Program program) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == ServeCommand.class
          ? type.cast(new ServeCommand(program))
          : CommandLine.defaultFactory().create(type);
    }
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
