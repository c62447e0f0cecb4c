package dev.pgext.observe;

import dev.pgext.observe.Observation.CatalogMissing;
import dev.pgext.observe.Observation.CatalogQueried;
import dev.pgext.observe.Observation.Configuration;
import dev.pgext.observe.Observation.Connection;
import dev.pgext.observe.Observation.Database;
import dev.pgext.observe.Observation.DatabaseFault;
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
import dev.pgext.observe.Observation.WebServer;

/**
 * Which log level an event needs. What concerns the process and not one request is written at every
 * level, as PostgREST does.
 */
final class Severities {
  private Severities() {}

  static Severity of(Observation observation) {
    return switch (observation) {
      case WebServer event -> Severity.DEBUG;
      case Lifecycle event -> Severity.CRIT;
      case Database event -> Severity.CRIT;
      case Listener event -> Severity.CRIT;
      case Configuration event -> Severity.CRIT;
      case CatalogMissing event -> Severity.ERROR;
      case SchemaCache event -> Severity.CRIT;
      case PoolInitialized event -> Severity.CRIT;
      case PoolTimeout event -> Severity.ERROR;
      case PoolRequested event -> Severity.DEBUG;
      case PoolRequestFulfilled event -> Severity.DEBUG;
      case PoolFlushed event -> Severity.DEBUG;
      case Connection event -> Severity.DEBUG;
      case Request event -> ofRequest(event);
    };
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
