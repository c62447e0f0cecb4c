package dev.pgext.observe;

import dev.pgext.error.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as facts. What of it is logged and counted is decided by {@link
 * LogWriter} and {@link Metrics}.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/observability.html">PostgREST:
 *     observability</a>
 */
public sealed interface Observation {

  /** The server and its process. */
  sealed interface Lifecycle extends Observation {}

  /** The process starts; {@code product} is its name and version. */
  record Starting(String product) implements Lifecycle {}

  /** The API accepts connections on {@code address}. */
  record ApiListening(String address) implements Lifecycle {}

  /** The admin server accepts connections on {@code address}. */
  record AdminListening(String address) implements Lifecycle {}

  /** A signal asked the process to end. */
  record TerminationSignal(String name) implements Lifecycle {}

  /** Something that an operator should change: complete lines, the first marked as a warning. */
  record Warning(Component component, List<String> lines) implements Lifecycle {
    public Warning {
      lines = List.copyOf(lines);
    }

    public Warning(List<String> lines) {
      this(Component.API, lines);
    }
  }

  /** A bug: a request, or a thread of the server, failed for a reason nobody expected. */
  record Failure(Component component, String where, Throwable cause) implements Lifecycle {
    public Failure(String where, Throwable cause) {
      this(Component.API, where, cause);
    }
  }

  /** Something the web server wants known about a connection. */
  record WebServer(String text) implements Lifecycle {}

  /** The database as a whole. */
  sealed interface Database extends Observation {}

  /** The database answered; {@code version} is its {@code version()} up to the first comma. */
  record DatabaseConnected(String version) implements Database {}

  /** The database cannot be asked for its version. */
  record VersionQueryFailed(ApiError error) implements Database {}

  /** The database is older than what pgext works with. */
  record UnsupportedPostgres(String version, String minimum) implements Database {}

  /** The login role may do more than become the roles of requests. */
  record LoginRoleTooStrong(boolean inherits, boolean granted) implements Database {}

  /** {@code db-pool-automatic-recovery} is off, so the process ends. */
  record RecoveryDisabled() implements Database {}

  /** A fault that no retry heals; the process ends. */
  record FatalDatabase(FatalReason reason, ApiError error) implements Database {}

  /** What makes a database fault fatal. */
  enum FatalReason {
    AUTHENTICATION,
    PREPARED_STATEMENT_EXISTS,
    STATEMENT_POOLING
  }

  /** The next attempt to connect comes in {@code seconds}. */
  record ConnectionRetry(long seconds) implements Database {}

  /** The schema cache. */
  sealed interface SchemaCache extends Observation {}

  /** A request came before there was a schema cache. */
  record CatalogMissing(ApiError error) implements SchemaCache {}

  /** The catalog queries failed. */
  record CatalogLoadFailed(List<String> schemas, List<String> extraSearchPath, ApiError error)
      implements SchemaCache {
    public CatalogLoadFailed {
      schemas = List.copyOf(schemas);
      extraSearchPath = List.copyOf(extraSearchPath);
    }
  }

  /** The catalog queries took that long; {@code parts} has each query's time in order. */
  record CatalogQueried(Duration took, Map<String, Duration> parts) implements SchemaCache {}

  /** A new schema cache is in force; {@code summary} counts what is in it. */
  record CatalogLoaded(Duration took, String summary) implements SchemaCache {}

  /** The listener for notifications. */
  sealed interface Listener extends Observation {}

  /** It listens; {@code address} is {@code host:port} or a socket folder. */
  record ListenerStarted(String version, String address, String channel) implements Listener {}

  /** It lost its connection, or never had one. */
  record ListenerFailed(String channel, String reason) implements Listener {}

  /** It tries again in {@code seconds}. */
  record ListenerRetry(long seconds) implements Listener {}

  /** A stuck notification queue is being advanced. */
  record ListenerQueueRepair() implements Listener {}

  /** A notification asked for a new schema cache. */
  record CatalogReloadAsked(String channel) implements Listener {}

  /** A notification asked for the configuration to be read again. */
  record ConfigReloadAsked(String channel) implements Listener {}

  /** A notification said that another release is current. */
  record FrontendReloadAsked(String channel) implements Listener {}

  /** The files that browsers are given. */
  sealed interface Frontend extends Observation {}

  /** Another release is served; 0 where none is current any more. */
  record FrontendLoaded(long release, int files) implements Frontend {}

  /** The configuration. */
  sealed interface Configuration extends Observation {}

  /** The settings in the database cannot be read. */
  record ConfigReadFailed(ApiError error) implements Configuration {}

  /** The roles' settings cannot be read. */
  record RoleSettingsFailed(ApiError error) implements Configuration {}

  /** The new configuration is wrong; the old one stays. */
  record ConfigInvalid(String faults) implements Configuration {}

  /** A new configuration is in force. */
  record ConfigReloaded() implements Configuration {}

  /** What pgext has in the database. */
  sealed interface Installation extends Observation {}

  /** A schema was installed or upgraded, and has this version now. */
  record SqlInstalled(String schema, int version) implements Installation {}

  /**
   * A schema is not as it should be.
   *
   * @param without what is off because of it
   * @param remedy who must run which statement; null where nothing helps
   */
  record SqlMissing(String schema, String reason, String without, @Nullable String remedy)
      implements Installation {}

  /** The cache of verified tokens. */
  sealed interface Tokens extends Observation {}

  /** A request's token was looked for, whether it was there or not. */
  record TokenLookedUp() implements Tokens {}

  /** A token had to make room for another one. */
  record TokenEvicted() implements Tokens {}

  /** The pool of connections. */
  sealed interface Pool extends Observation {}

  /** There is a pool of at most {@code size} connections. */
  record PoolInitialized(int size) implements Pool {}

  /** A request begins to wait for a connection. */
  record PoolRequested() implements Pool {}

  /** A request has its connection, or gave up. */
  record PoolRequestFulfilled() implements Pool {}

  /** No connection came free in time. */
  record PoolTimeout(ApiError error) implements Pool {}

  /** All idle connections were closed, and busy ones will be. */
  record PoolFlushed() implements Pool {}

  /** What became of one connection. */
  record Connection(String id, ConnectionState state) implements Pool {}

  /** The states of a connection, and why it came to the last ones. */
  enum ConnectionState {
    ESTABLISHING("is being established"),
    ESTABLISHED("is available due to connection establishment"),
    USED("is used"),
    SUCCEEDED("is available due to session success"),
    FAILED("is available due to session failure"),
    AGED("is terminated due to max lifetime"),
    IDLE("is terminated due to max idletime"),
    RELEASED("is terminated due to release"),
    BROKEN("is terminated due to network error"),
    NOT_INITIALIZED("is terminated due to init failure");

    private final String text;

    ConnectionState(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** One websocket. */
  sealed interface WebSocket extends Observation {}

  /** It was not opened. */
  record SocketRefused(String client, ApiError error) implements WebSocket {}

  /** It was closed by either side, with a code of RFC 6455. */
  record SocketClosed(String client, String path, int code, @Nullable String reason)
      implements WebSocket {}

  /** One request. */
  sealed interface Request extends Observation {}

  /** It was answered. */
  record Responded(AccessEntry entry) implements Request {}

  /** The SQL it ran, without values, and the status of its response. */
  record QueryRun(List<String> statements, int status) implements Request {
    public QueryRun {
      statements = List.copyOf(statements);
    }
  }

  /** A database fault that answers 5xx. */
  record DatabaseFault(ApiError error) implements Request {}

  /** An embed was named by its relation although it has an alias. */
  record LegacyTargetNames(String message, String replacements, String method, String target)
      implements Request {}

  /**
   * What the access log has of a request.
   *
   * @param client address without port; {@code -} on a unix socket
   * @param role null where none was found
   * @param target path and query as they came
   * @param size length of the body, null where unknown
   */
  record AccessEntry(
      String client,
      @Nullable String role,
      String method,
      String target,
      String protocol,
      int status,
      @Nullable Long size,
      @Nullable String referer,
      @Nullable String userAgent) {}
}
