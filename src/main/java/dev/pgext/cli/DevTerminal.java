package dev.pgext.cli;

import dev.pgext.migrate.MigrationEvent;
import dev.pgext.migrate.MigrationException;
import dev.pgext.observe.Observation;
import java.util.List;

/**
 * What somebody who works on a project reads: what they saved is live, or what is wrong with it.
 * What the server says of its ordinary life is in {@code pgext logs}.
 */
final class DevTerminal {
  private static final int NAMED = 8;

  private DevTerminal() {}

  /** Whether an event of the server is worth a line here. */
  static boolean shows(Observation observation) {
    return switch (observation) {
      case Observation.Starting routine -> false;
      case Observation.ApiListening routine -> false;
      case Observation.AdminListening routine -> false;
      case Observation.TerminationSignal routine -> false;
      case Observation.DatabaseConnected routine -> false;
      case Observation.LoginRoleTooStrong own -> false;
      case Observation.CatalogQueried routine -> false;
      case Observation.CatalogLoaded routine -> false;
      case Observation.ListenerStarted routine -> false;
      case Observation.CatalogReloadAsked routine -> false;
      case Observation.ConfigReloadAsked routine -> false;
      case Observation.FrontendReloadAsked routine -> false;
      case Observation.FrontendLoaded routine -> false;
      case Observation.ConfigReloaded routine -> false;
      case Observation.SqlInstalled routine -> false;
      case Observation.PoolInitialized routine -> false;
      default -> true;
    };
  }

  /** What migrations say; that one is applied is told with all that is live. */
  static void migrating(MigrationEvent event) {
    String line = event instanceof MigrationEvent.Finished ? null : MigrationLines.line(event);
    if (line != null) {
      System.err.println(line);
    }
  }

  /** A build tool writes many files at once. */
  static void live(List<String> what, long milliseconds) {
    int more = what.size() - NAMED;
    String names = String.join(", ", what.subList(0, Math.min(what.size(), NAMED)));
    System.err.printf(
        "  live: %s%s (%d ms)%n",
        names, more > 0 ? " and %d more".formatted(more) : "", milliseconds);
  }

  static void configured() {
    System.err.println(
        "  postgrest.conf is read anew; .env, ports and connections count from the next start");
  }

  static void seededBefore() {
    System.err.println(
        "  seed.sql was applied before and is not again: `pgext dev --reset` begins anew with it");
  }

  static void fixed() {
    System.err.println("  fixed");
  }

  static void failed(MigrationException failure) {
    System.err.println("pgext: " + failure.render(Terminal.colours()));
    System.err.println("  The former version goes on serving.");
  }

  static void bug(RuntimeException unexpected) {
    System.err.println("pgext dev: " + Faults.text(unexpected));
  }
}
