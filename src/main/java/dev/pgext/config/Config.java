package dev.pgext.config;

import dev.pgext.config.claim.RoleClaimKey;
import dev.pgext.pg.QualifiedName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, typed and checked, as one snapshot.
 *
 * <p>A request takes the snapshot once and never sees a reload half-way. A component is named as
 * its key without the prefix: {@code db-max-rows} is {@code database().maxRows()}. See <a
 * href="https://docs.postgrest.org/en/v16/references/configuration.html">PostgREST:
 * configuration</a> for the keys that are PostgREST's.
 */
public record Config(
    Database database,
    Server server,
    Admin admin,
    Jwt jwt,
    OpenApi openApi,
    Log log,
    Limits limits,
    Web web,
    Realtime realtime,
    Migrations migrations,
    ErrorVerbosity clientErrorVerbosity,
    boolean urlUseLegacyTargetNames,
    Internal internal,
    Map<String, String> appSettings) {

  public Config {
    appSettings = Map.copyOf(appSettings);
  }

  /** What an installation that sets nothing runs with. */
  public static Config defaults() {
    return of(Map.of());
  }

  /**
   * The defaults with some keys set, spelled as in a configuration file.
   *
   * @throws ConfigException with every fault found
   */
  public static Config of(Map<String, String> settings) {
    return ConfigLoader.load(ConfigSources.ofOverrides(settings)).config();
  }

  /** {@code db-*}: what is served, as whom, and how transactions end. */
  public record Database(
      String uri,
      List<String> schemas,
      List<String> extraSearchPath,
      @Nullable String anonRole,
      @Nullable QualifiedName preRequest,
      @Nullable QualifiedName rootSpec,
      @Nullable Long maxRows,
      boolean aggregatesEnabled,
      boolean planEnabled,
      boolean preparedStatements,
      List<String> hoistedTxSettings,
      TransactionEnd txEnd,
      Channel channel,
      InDatabase config,
      Pool pool) {

    public Database {
      schemas = List.copyOf(schemas);
      extraSearchPath = List.copyOf(extraSearchPath);
      hoistedTxSettings = List.copyOf(hoistedTxSettings);
    }

    /** The schema used when a request names none. */
    public String defaultSchema() {
      return schemas.get(0);
    }
  }

  /** {@code db-channel*}: the notification channel that asks for reloads. */
  public record Channel(String name, boolean enabled) {}

  /** {@code db-config} and {@code db-pre-config}: settings kept in the database. */
  public record InDatabase(boolean enabled, @Nullable QualifiedName preConfig) {}

  /** {@code db-pool*} and {@code db-connect-timeout}: the connections. */
  public record Pool(
      int size,
      int minimum,
      Duration acquisitionTimeout,
      Duration connectTimeout,
      Duration maxLifetime,
      Duration maxIdletime,
      boolean automaticRecovery) {}

  /** {@code server-*}: where the API listens, and what its responses carry. */
  public record Server(
      String host,
      int port,
      boolean reusePort,
      @Nullable Path unixSocket,
      SocketMode unixSocketMode,
      @Nullable String traceHeader,
      boolean timingEnabled,
      List<String> corsAllowedOrigins) {

    public Server {
      corsAllowedOrigins = List.copyOf(corsAllowedOrigins);
    }
  }

  /** {@code admin-server-*}: where health and metrics listen; off without a port or a socket. */
  public record Admin(
      String host,
      @Nullable Integer port,
      @Nullable Path unixSocket,
      SocketMode unixSocketMode,
      @Nullable String logsToken) {

    public boolean enabled() {
      return port != null || unixSocket != null;
    }
  }

  /** {@code jwt-*}: how tokens are verified and where they name their role. */
  public record Jwt(
      @Nullable JwtSecret secret,
      boolean secretIsBase64,
      @Nullable String audience,
      RoleClaimKey roleClaimKey,
      int cacheMaxEntries) {}

  /** {@code openapi-*}: the description at the root path. */
  public record OpenApi(OpenApiMode mode, boolean securityActive, @Nullable URI serverProxyUri) {}

  /** {@code log-*}: what is logged and in which shape. */
  public record Log(LogLevel level, boolean query, LogFormat format) {}

  /** {@code limit-*}: where a request is refused before it costs anything. */
  public record Limits(
      int urlBytes,
      int headerBytes,
      long bodyBytes,
      int logicDepth,
      int embedDepth,
      Duration requestTimeout,
      Duration idleTimeout,
      Duration shutdownTimeout) {}

  /** {@code frontend-dir} and {@code websocket-server-url}: what browsers are given. */
  public record Web(@Nullable Path frontendDir, @Nullable URI websocketServerUrl) {}

  /**
   * {@code realtime-*}: changes and websockets.
   *
   * @param port of {@code ws-port}, where there are websockets only
   */
  public record Realtime(
      boolean enabled,
      Source source,
      Retention retention,
      Connections connections,
      Access access,
      boolean autoWatch,
      @Nullable Integer port,
      boolean installSql) {}

  /**
   * Where changes are read.
   *
   * @param uri of the connection; {@code db-uri} where it is null
   * @param maxTransaction in bytes
   */
  public record Source(
      @Nullable String uri, String slot, String publication, long maxTransaction) {}

  /** How far back a client may resume, and how much WAL that may cost. */
  public record Retention(Duration time, long bytes, long maxWal) {}

  /** What a websocket may cost. */
  public record Connections(
      int maximum,
      int queueMessages,
      long queueBytes,
      Duration heartbeat,
      int maxSubscriptions,
      int maxMessage,
      int rate,
      List<String> allowedOrigins,
      boolean compression) {

    public Connections {
      allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Whether a page of this origin may connect. */
    public boolean admits(String origin) {
      return allowedOrigins.isEmpty() || allowedOrigins.contains(origin);
    }
  }

  /** Who may subscribe to what, besides what the database says. */
  public record Access(List<AccessPattern> allow, List<AccessPattern> deny) {

    public Access {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }

    /** Whether a role may subscribe to a table at all. */
    public boolean permitsTable(String role, QualifiedName table) {
      return allow.stream().anyMatch(pattern -> pattern.coversTable(role, table))
          && deny.stream().noneMatch(pattern -> pattern.coversTable(role, table));
    }

    /** Whether a role may join a channel at all. */
    public boolean permitsChannel(String role, String channel) {
      return allow.stream().anyMatch(pattern -> pattern.coversChannel(role, channel))
          && deny.stream().noneMatch(pattern -> pattern.coversChannel(role, channel));
    }
  }

  /**
   * {@code auto-migrate} and {@code migrate-db-uri}: the project's migrations.
   *
   * @param uri of the connection; {@code db-uri} where it is null
   */
  public record Migrations(boolean auto, @Nullable String uri) {}

  /** {@code internal-*}: delays that tests ask for, as PostgREST's do. */
  public record Internal(
      Duration schemaCacheQuerySleep, Duration schemaCacheQuerySleepBeforeQueries) {}
}
