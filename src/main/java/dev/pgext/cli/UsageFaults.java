package dev.pgext.cli;

import dev.pgext.config.NearestName;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is said where the command line is not usable, and of what nobody foresaw: the fault first,
 * then where to read on. The whole help would push the fault out of sight.
 */
final class UsageFaults implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException fault, String[] arguments) {
    CommandLine command = fault.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + fault.getMessage());
    if (fault instanceof UnmatchedArgumentException unmatched) {
      nearest(unmatched, command).ifPresent(known -> err.println("  Did you mean " + known + "?"));
    }
    err.println("  hint: `" + name + " --help` shows what it takes");
    return ExitStatus.UNUSABLE;
  }

  private static Optional<String> nearest(UnmatchedArgumentException fault, CommandLine command) {
    String written = fault.getUnmatched().get(0).replaceFirst("=.*", "");
    return written.startsWith("-")
        ? NearestName.of(written, command.getCommandSpec().optionsMap().keySet())
        : NearestName.of(written, command.getSubcommands().keySet());
  }

  @Override
  public int handleExecutionException(
      Exception unforeseen, CommandLine command, ParseResult arguments) {
    return unforeseen(command.getCommandSpec().qualifiedName(), unforeseen, command.getErr());
  }

  /** Tells of a fault that nobody foresaw in the command of that name; the exit status. */
  static int unforeseen(String name, Exception unforeseen, PrintWriter err) {
    err.println(name + ": " + Faults.text(unforeseen));
    err.println("  That is a fault of pgext's own; please report it, with what follows:");
    unforeseen.printStackTrace(err);
    return ExitStatus.UNUSABLE;
  }
}
