package dev.pgext.observe;

import dev.pgext.error.ApiError;
import dev.pgext.error.ErrorBody;
import dev.pgext.observe.Observation.FatalReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The lines that say what happened, in the words that log parsers of PostgREST know. A line never
 * has a line break in it.
 */
final class Messages {
  private Messages() {}

  static List<String> of(Observation observation, Severity level) {
    return switch (observation) {
      case Observation.Lifecycle event -> ofLifecycle(event);
      case Observation.Database event -> List.of(ofDatabase(event));
      case Observation.SchemaCache event -> ofSchemaCache(event, level);
      case Observation.Listener event -> List.of(ofListener(event));
      case Observation.Frontend event -> List.of(ofFrontend(event));
      case Observation.Configuration event -> List.of(ofConfiguration(event));
      case Observation.Installation event -> List.of(ofInstallation(event));
      case Observation.Tokens event -> List.of(ofTokens(event));
      case Observation.Pool event -> List.of(ofPool(event));
      case Observation.WebSocket event -> List.of(ofWebSocket(event));
      case Observation.Request event -> ofRequest(event);
    };
  }

  private static List<String> ofLifecycle(Observation.Lifecycle lifecycle) {
    return switch (lifecycle) {
      case Observation.Starting event -> List.of("Starting " + event.product() + "...");
      case Observation.ApiListening event -> List.of("API server listening on " + event.address());
      case Observation.AdminListening event ->
          List.of("Admin server listening on " + event.address());
      case Observation.TerminationSignal event ->
          List.of("Received termination unix signal " + event.name());
      case Observation.Warning event -> event.lines();
      case Observation.Failure event -> StackTraces.lines(event.where(), event.cause());
      case Observation.WebServer event -> List.of("Web server: " + singleLine(event.text()));
    };
  }

  private static String ofDatabase(Observation.Database database) {
    return switch (database) {
      case Observation.DatabaseConnected event -> "Successfully connected to " + event.version();
      case Observation.VersionQueryFailed event ->
          "Failed to query the PostgreSQL version. " + ErrorBody.text(event.error());
      case Observation.UnsupportedPostgres event ->
          "Cannot run in this PostgreSQL version (%s), PostgREST needs at least %s"
              .formatted(event.version(), event.minimum());
      case Observation.LoginRoleTooStrong event -> tooStrong(event);
      case Observation.RecoveryDisabled event -> "Automatic recovery disabled, exiting.";
      case Observation.FatalDatabase event -> fatal(event.reason(), event.error());
      case Observation.ConnectionRetry event ->
          "Attempting to reconnect to the database in " + event.seconds() + " seconds...";
    };
  }

  private static String tooStrong(Observation.LoginRoleTooStrong event) {
    return "WARNING: The login role "
        + (event.inherits() ? "inherits the privileges of the roles it is a member of" : "")
        + (event.inherits() && event.granted() ? " and " : "")
        + (event.granted() ? "has privileges on tables of its own" : "")
        + ": make it NOINHERIT, and grant only to the roles that requests switch to.";
  }

  private static String fatal(FatalReason reason, ApiError error) {
    String advice =
        switch (reason) {
          case AUTHENTICATION -> "Failed to establish a connection. ";
          case PREPARED_STATEMENT_EXISTS ->
              "If you are using connection poolers in transaction mode, try setting"
                  + " db-prepared-statements to false. ";
          case STATEMENT_POOLING -> "Connection poolers in statement mode are not supported.";
        };
    return advice + ErrorBody.text(error);
  }

  private static List<String> ofSchemaCache(Observation.SchemaCache cache, Severity level) {
    return switch (cache) {
      case Observation.CatalogMissing event -> List.of(ErrorBody.text(event.error()));
      case Observation.CatalogLoadFailed event ->
          List.of(
              "Failed to load the schema cache using db-schemas=%s and db-extra-search-path=%s. %s"
                  .formatted(
                      String.join(",", event.schemas()),
                      String.join(",", event.extraSearchPath()),
                      ErrorBody.text(event.error())));
      case Observation.CatalogQueried event -> queried(event, level);
      case Observation.CatalogLoaded event ->
          List.of(
              "Schema cache loaded " + event.summary(),
              "Schema cache loaded in " + millis(event.took()) + " milliseconds");
    };
  }

  private static List<String> queried(Observation.CatalogQueried event, Severity level) {
    String total = "Schema cache queried in " + millis(event.took()) + " milliseconds ";
    if (!Severities.showsParts(event, level)) {
      return List.of(total);
    }
    return List.of(
        total,
        event.parts().entrySet().stream()
            .map(part -> part.getKey() + ": " + millis(part.getValue()) + " ms")
            .collect(Collectors.joining(", ")));
  }

  private static String ofListener(Observation.Listener listener) {
    return switch (listener) {
      case Observation.ListenerStarted event ->
          ("Listener connected to %s on \"%s\" and listening for database notifications on the"
                  + " \"%s\" channel")
              .formatted(event.version(), event.address(), event.channel());
      case Observation.ListenerFailed event ->
          "Failed listening for database notifications on the \"%s\" channel. %s"
              .formatted(event.channel(), singleLine(event.reason()));
      case Observation.ListenerRetry event ->
          "Retrying listening for database notifications in " + event.seconds() + " seconds...";
      case Observation.ListenerQueueRepair event ->
          "This is likely a PostgreSQL bug in the notification queue, executing the following to"
              + " try to solve it: SELECT pg_notification_queue_usage();";
      case Observation.CatalogReloadAsked event ->
          "Received a schema cache reload message on the \"" + event.channel() + "\" channel";
      case Observation.ConfigReloadAsked event ->
          "Received a config reload message on the \"" + event.channel() + "\" channel";
      case Observation.FrontendReloadAsked event ->
          "Received a frontend reload message on the \"" + event.channel() + "\" channel";
    };
  }

  private static String ofFrontend(Observation.Frontend frontend) {
    return switch (frontend) {
      case Observation.FrontendLoaded event ->
          "Serving the frontend of release %d, which has %d files"
              .formatted(event.release(), event.files());
    };
  }

  private static String ofConfiguration(Observation.Configuration configuration) {
    return switch (configuration) {
      case Observation.ConfigReadFailed event ->
          "Failed to query database settings for the config parameters."
              + ErrorBody.text(event.error());
      case Observation.RoleSettingsFailed event ->
          "Failed to query the role settings. " + ErrorBody.text(event.error());
      case Observation.ConfigInvalid event ->
          "Failed reloading config: " + singleLine(event.faults());
      case Observation.ConfigReloaded event -> "Config reloaded";
    };
  }

  private static String ofInstallation(Observation.Installation installation) {
    return switch (installation) {
      case Observation.SqlInstalled event ->
          "Installed version %d of schema %s".formatted(event.version(), event.schema());
      case Observation.SqlMissing event ->
          singleLine(
              "WARNING: Schema %s: %s. Off: %s.%s"
                  .formatted(
                      event.schema(),
                      event.reason(),
                      event.without(),
                      event.remedy() == null ? "" : " To be run by " + event.remedy()));
    };
  }

  private static String ofTokens(Observation.Tokens tokens) {
    return switch (tokens) {
      case Observation.TokenLookedUp event -> "Looked up a JWT in JWT cache";
      case Observation.TokenEvicted event -> "Evicted entry from JWT cache";
    };
  }

  private static String ofPool(Observation.Pool pool) {
    return switch (pool) {
      case Observation.PoolInitialized event ->
          "Connection Pool initialized with a maximum size of " + event.size() + " connections";
      case Observation.PoolRequested event -> "Trying to borrow a connection from pool";
      case Observation.PoolRequestFulfilled event -> "Borrowed a connection from the pool";
      case Observation.PoolTimeout event -> ErrorBody.text(event.error());
      case Observation.PoolFlushed event -> "Database connection pool flushed";
      case Observation.Connection event -> "Connection " + event.id() + " " + event.state().text();
    };
  }

  private static String ofWebSocket(Observation.WebSocket socket) {
    return switch (socket) {
      case Observation.SocketRefused event ->
          "Websocket of %s refused. %s".formatted(event.client(), ErrorBody.text(event.error()));
      case Observation.SocketClosed event ->
          "Websocket %s of %s closed: %d %s"
              .formatted(
                  event.path(),
                  event.client(),
                  event.code(),
                  event.reason() == null ? "" : singleLine(event.reason()))
              .strip();
    };
  }

  private static List<String> ofRequest(Observation.Request request) {
    return switch (request) {
      case Observation.Responded event -> List.of();
      case Observation.QueryRun event ->
          event.statements().stream().map(Messages::singleLine).toList();
      case Observation.DatabaseFault event -> List.of(ErrorBody.text(event.error()));
      case Observation.LegacyTargetNames event ->
          List.of(
              "WARNING: " + event.message(),
              "Update filters, orders or limits that use %s in `%s %s`"
                  .formatted(event.replacements(), event.method(), singleLine(event.target())));
    };
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
  }

  /** Words of several lines on one; a tab is left out as a line break is. */
  static String singleLine(String text) {
    return text.strip().replace("\t", "").replaceAll("\\R", " ");
  }
}
