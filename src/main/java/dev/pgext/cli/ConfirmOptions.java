package dev.pgext.cli;

import dev.pgext.migrate.Databases;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks before data is lost. A database elsewhere may be production, so its name is typed. */
final class ConfirmOptions {
  @Option(names = "--force", description = "Do not ask; needed where nobody can be asked.")
  private boolean force;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "The database's name, where it is not on this machine.")
  private @Nullable String confirmed;

  /**
   * Returns when it may be done.
   *
   * @param does as in "drops"
   * @throws MigrationException when it may not
   */
  void require(Databases databases, String does) {
    String name = databases.name();
    boolean named = confirmed != null;
    if (confirmed != null && !confirmed.equals(name)) {
      throw refused("--confirm says \"%s\", but the database is \"%s\"".formatted(confirmed, name));
    }
    boolean typed = databases.local() || named;
    if (force && typed) {
      return;
    }
    if (!Terminal.readsInput()) {
      throw refused(missing(databases, does, typed));
    }
    String answer = ask(databases, does, typed);
    boolean yes = typed ? answer.equalsIgnoreCase("y") : answer.equals(name);
    if (!yes) {
      throw refused("nothing was done");
    }
  }

  private static String missing(Databases databases, String does, boolean typed) {
    return typed
        ? "this %s \"%s\" on %s: add --force where nobody can be asked"
            .formatted(does, databases.name(), databases.place())
        : "this %s \"%s\" on %s, which is not this machine: add --force --confirm %s"
            .formatted(does, databases.name(), databases.place(), databases.name());
  }

  private static String ask(Databases databases, String does, boolean typed) {
    System.err.printf(
        "This %s the database \"%s\" on %s, with all that is in it.%n%s ",
        does,
        databases.name(),
        databases.place(),
        typed ? "Go on? [y/N]" : "It is not on this machine. Type its name to go on:");
    return Terminal.answer();
  }

  private static MigrationException refused(String message) {
    return new MigrationException(Reason.STATE, message);
  }
}
