package dev.pgext.observe;

import dev.pgext.observe.Observation.CatalogMissing;
import dev.pgext.observe.Observation.CatalogQueried;
import dev.pgext.observe.Observation.Configuration;
import dev.pgext.observe.Observation.Connection;
import dev.pgext.observe.Observation.Database;
import dev.pgext.observe.Observation.DatabaseFault;
import dev.pgext.observe.Observation.Frontend;
import dev.pgext.observe.Observation.Installation;
import dev.pgext.observe.Observation.LegacyTargetNames;
import dev.pgext.observe.Observation.Lifecycle;
import dev.pgext.observe.Observation.Listener;
import dev.pgext.observe.Observation.PoolFlushed;
import dev.pgext.observe.Observation.PoolInitialized;
import dev.pgext.observe.Observation.PoolRequestFulfilled;
import dev.pgext.observe.Observation.PoolRequested;
import dev.pgext.observe.Observation.PoolTimeout;
import dev.pgext.observe.Observation.QueryRun;
import dev.pgext.observe.Observation.Request;
import dev.pgext.observe.Observation.Responded;
import dev.pgext.observe.Observation.SchemaCache;
import dev.pgext.observe.Observation.SocketClosed;
import dev.pgext.observe.Observation.SocketRefused;
import dev.pgext.observe.Observation.Tokens;
import dev.pgext.observe.Observation.WebServer;
import java.util.Set;

/**
 * Which log level an event needs. What concerns the process and not one request is written at every
 * level, as PostgREST does.
 */
final class Severities {
  /** Normal, going away, no status, connection lost, service restart. */
  private static final Set<Integer> ORDINARY_CLOSES = Set.of(1000, 1001, 1005, 1006, 1012);

  private Severities() {}

  static Severity of(Observation observation) {
    return switch (observation) {
      case WebServer event -> Severity.DEBUG;
      case Lifecycle event -> Severity.CRIT;
      case Database event -> Severity.CRIT;
      case Listener event -> Severity.CRIT;
      case Frontend event -> Severity.CRIT;
      case Configuration event -> Severity.CRIT;
      case CatalogMissing event -> Severity.ERROR;
      case SchemaCache event -> Severity.CRIT;
      case Installation event -> Severity.CRIT;
      case Tokens event -> Severity.DEBUG;
      case PoolInitialized event -> Severity.CRIT;
      case PoolTimeout event -> Severity.ERROR;
      case PoolRequested event -> Severity.DEBUG;
      case PoolRequestFulfilled event -> Severity.DEBUG;
      case PoolFlushed event -> Severity.DEBUG;
      case Connection event -> Severity.DEBUG;
      case SocketRefused event -> Severity.WARN;
      case SocketClosed event -> ofClose(event.code());
      case Request event -> ofRequest(event);
    };
  }

  /** A client that leaves, or is told to come again, is no fault. */
  private static Severity ofClose(int code) {
    return ORDINARY_CLOSES.contains(code) ? Severity.INFO : Severity.WARN;
  }

  private static Severity ofRequest(Request request) {
    return switch (request) {
      case Responded event -> Severity.ofStatus(event.entry().status());
      case QueryRun event -> Severity.ofStatus(event.status());
      case DatabaseFault event -> Severity.ERROR;
      case LegacyTargetNames event -> Severity.CRIT;
    };
  }

  /** Whether the times of the single catalog queries are shown, which only a debug log does. */
  static boolean showsParts(CatalogQueried event, Severity level) {
    return level == Severity.DEBUG && !event.parts().isEmpty();
  }
}
