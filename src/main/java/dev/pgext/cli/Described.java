package dev.pgext.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which commands are described to picocli whole, with their options: that takes longer than many
 * another thing of a start. Of the others it learns what a list of commands shows, name and
 * description.
 */
final class Described {
  /** Each command. */
  static final Described ALL = new Described(name -> true);

  private static final Map<Class<?>, List<Class<?>>> BELOW =
      Map.of(
          MigrateCommand.class,
          MigrateCommand.COMMANDS,
          DeployCommand.class,
          List.of(DeployListCommand.class));

  private final Predicate<String> chosen;

  private Described(Predicate<String> chosen) {
    this.chosen = chosen;
  }

  /** Those that these arguments may call or ask about. */
  static Described namedIn(String... arguments) {
    Set<String> words = Set.copyOf(List.of(arguments));
    return words.contains(CompletionCommand.NAME) ? ALL : new Described(words::contains);
  }

  /** Adds a command below another, which makes it. */
  void add(CommandLine parent, Class<?> command) {
    Command annotation = command.getAnnotation(Command.class);
    if (chosen.test(annotation.name())) {
      parent.addSubcommand(whole(parent, command));
      return;
    }
    CommandSpec heading = CommandSpec.create().name(annotation.name());
    heading.usageMessage().description(annotation.description()).hidden(annotation.hidden());
    parent.addSubcommand(heading.name(), new CommandLine(heading));
  }

  private CommandLine whole(CommandLine parent, Class<?> command) {
    CommandLine whole = new CommandLine(command, parent.getFactory());
    for (Class<?> below : BELOW.getOrDefault(command, List.of())) {
      add(whole, below);
    }
    return whole;
  }
}
