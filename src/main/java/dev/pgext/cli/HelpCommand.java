package dev.pgext.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command, or of one below it: picocli's own knows one level only. */
@Command(
    name = "help",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Shows what a command takes.")
final class HelpCommand implements Runnable {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "As in: help migrate up.")
  private List<String> names = new ArrayList<>();

  @Override
  public void run() {
    if (spec == null) {
      return;
    }
    CommandLine found = spec.root().commandLine();
    for (String name : names) {
      found = below(found, name);
    }
    found.usage(spec.commandLine().getOut());
  }

  private static CommandLine below(CommandLine command, String name) {
    CommandLine found = command.getSubcommands().get(name);
    if (found == null) {
      throw new ParameterException(command, "There is no command \"" + name + "\"");
    }
    return found;
  }
}
