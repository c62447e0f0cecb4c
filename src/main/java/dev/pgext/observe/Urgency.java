package dev.pgext.observe;

import dev.pgext.observe.Observation.ConnectionRetry;
import dev.pgext.observe.Observation.Database;
import dev.pgext.observe.Observation.DatabaseConnected;
import dev.pgext.observe.Observation.FatalDatabase;
import dev.pgext.observe.Observation.Installation;
import dev.pgext.observe.Observation.LegacyTargetNames;
import dev.pgext.observe.Observation.Lifecycle;
import dev.pgext.observe.Observation.Listener;
import dev.pgext.observe.Observation.LoginRoleTooStrong;
import dev.pgext.observe.Observation.PoolInitialized;
import dev.pgext.observe.Observation.RecoveryDisabled;
import dev.pgext.observe.Observation.SchemaCache;
import dev.pgext.observe.Observation.UnsupportedPostgres;
import dev.pgext.observe.Observation.VersionQueryFailed;

/**
 * How much an event matters to who looks for trouble. That is another question than {@link
 * Severities}', which log level an event needs: the process's ordinary life is written at every
 * level, and is no trouble.
 */
final class Urgency {
  private Urgency() {}

  static Severity of(Observation observation) {
    return switch (observation) {
      case Lifecycle event -> ofLifecycle(event);
      case Database event -> ofDatabase(event);
      case SchemaCache event -> ofSchemaCache(event);
      case Listener event -> ofListener(event);
      case Observation.Configuration event -> ofConfiguration(event);
      case Installation event -> ofInstallation(event);
      case Observation.Frontend event -> Severity.INFO;
      case PoolInitialized event -> Severity.INFO;
      case LegacyTargetNames event -> Severity.WARN;
      case Observation.Tokens event -> Severities.of(event);
      case Observation.Pool event -> Severities.of(event);
      case Observation.WebSocket event -> Severities.of(event);
      case Observation.Request event -> Severities.of(event);
    };
  }

  private static Severity ofLifecycle(Lifecycle lifecycle) {
    return switch (lifecycle) {
      case Observation.Starting event -> Severity.INFO;
      case Observation.ApiListening event -> Severity.INFO;
      case Observation.AdminListening event -> Severity.INFO;
      case Observation.TerminationSignal event -> Severity.INFO;
      case Observation.Warning event -> Severity.WARN;
      case Observation.Failure event -> Severity.ERROR;
      case Observation.WebServer event -> Severities.of(event);
    };
  }

  /** Critical is what the process ends with, and what it was not made for. */
  private static Severity ofDatabase(Database database) {
    return switch (database) {
      case DatabaseConnected event -> Severity.INFO;
      case VersionQueryFailed event -> Severity.ERROR;
      case UnsupportedPostgres event -> Severity.CRIT;
      case LoginRoleTooStrong event -> Severity.WARN;
      case RecoveryDisabled event -> Severity.CRIT;
      case FatalDatabase event -> Severity.CRIT;
      case ConnectionRetry event -> Severity.WARN;
    };
  }

  private static Severity ofSchemaCache(SchemaCache schemaCache) {
    return switch (schemaCache) {
      case Observation.CatalogMissing event -> Severity.ERROR;
      case Observation.CatalogLoadFailed event -> Severity.ERROR;
      case Observation.CatalogQueried event -> Severity.INFO;
      case Observation.CatalogLoaded event -> Severity.INFO;
    };
  }

  private static Severity ofListener(Listener listener) {
    return switch (listener) {
      case Observation.ListenerFailed event -> Severity.ERROR;
      case Observation.ListenerRetry event -> Severity.WARN;
      case Observation.ListenerQueueRepair event -> Severity.WARN;
      case Observation.ListenerStarted event -> Severity.INFO;
      case Observation.CatalogReloadAsked event -> Severity.INFO;
      case Observation.ConfigReloadAsked event -> Severity.INFO;
      case Observation.FrontendReloadAsked event -> Severity.INFO;
    };
  }

  private static Severity ofConfiguration(Observation.Configuration configuration) {
    return switch (configuration) {
      case Observation.ConfigReadFailed event -> Severity.ERROR;
      case Observation.RoleSettingsFailed event -> Severity.ERROR;
      case Observation.ConfigInvalid event -> Severity.ERROR;
      case Observation.ConfigReloaded event -> Severity.INFO;
    };
  }

  private static Severity ofInstallation(Installation installation) {
    return switch (installation) {
      case Observation.SqlInstalled event -> Severity.INFO;
      case Observation.SqlMissing event -> Severity.WARN;
    };
  }
}
