package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.INTERNAL;
import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.BOOLEAN;
import static dev.pgext.config.SettingTypes.COUNT;
import static dev.pgext.config.SettingTypes.EMPTYABLE_LIST;
import static dev.pgext.config.SettingTypes.FUNCTION;
import static dev.pgext.config.SettingTypes.LIST;
import static dev.pgext.config.SettingTypes.PATH;
import static dev.pgext.config.SettingTypes.PROXY_URI;
import static dev.pgext.config.SettingTypes.ROLE_CLAIM_KEY;
import static dev.pgext.config.SettingTypes.TEXT;
import static dev.pgext.config.SettingTypes.TEXT_OR_URI;
import static dev.pgext.config.SettingTypes.WEBSOCKET_URI;
import static dev.pgext.config.SettingTypes.bytes;
import static dev.pgext.config.SettingTypes.integer;
import static dev.pgext.config.SettingTypes.keyword;
import static dev.pgext.config.SettingTypes.milliseconds;
import static dev.pgext.config.SettingTypes.schemas;
import static dev.pgext.config.SettingTypes.seconds;
import static dev.pgext.config.SettingTypes.socketMode;

import dev.pgext.config.claim.RoleClaimKey;
import dev.pgext.pg.QualifiedName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table of settings: each once, in the order a reader meets them.
 *
 * <p>Keys, defaults and meanings of PostgREST's are those of its <a
 * href="https://docs.postgrest.org/en/v16/references/configuration.html">reference</a>.
 */
final class Settings {

  static final Setting<String> DB_URI =
      Setting.of("db-uri", TEXT, "postgresql://", c -> c.database().uri())
          .platform("DATABASE_URL")
          .fixed()
          .says(
              "The database: a postgres:// URL or a keyword string as libpq takes them; what it leaves"
                  + " out comes from the PG* variables. @file reads it from a file.");

  static final Setting<List<String>> DB_SCHEMAS =
      Setting.of(
              "db-schemas", schemas("db-schemas"), List.of("public"), c -> c.database().schemas())
          .alias("db-schema")
          .inDatabase()
          .says("The schemas served, the first of them when a request names none.");

  static final Setting<String> DB_ANON_ROLE =
      Setting.<String>of("db-anon-role", TEXT, null, c -> c.database().anonRole())
          .inDatabase()
          .example("\"anon\"")
          .says("The role of requests without a token; without it they are refused.");

  static final Setting<List<String>> DB_EXTRA_SEARCH_PATH =
      Setting.of(
              "db-extra-search-path",
              EMPTYABLE_LIST,
              List.of("public"),
              c -> c.database().extraSearchPath())
          .inDatabase()
          .says("Schemas that queries see but that are not served, such as those of extensions.");

  static final Setting<QualifiedName> DB_PRE_REQUEST =
      Setting.<QualifiedName>of("db-pre-request", FUNCTION, null, c -> c.database().preRequest())
          .alias("pre-request")
          .inDatabase()
          .example("\"api.check_request\"")
          .says("A function called at the start of every request's transaction.");

  static final Setting<QualifiedName> DB_ROOT_SPEC =
      Setting.<QualifiedName>of("db-root-spec", FUNCTION, null, c -> c.database().rootSpec())
          .alias("root-spec")
          .inDatabase()
          .example("\"api.root\"")
          .says(
              "A function whose result answers the root path instead of the OpenAPI description.");

  static final Setting<Long> DB_MAX_ROWS =
      Setting.<Long>of("db-max-rows", COUNT, null, c -> c.database().maxRows())
          .alias("max-rows")
          .inDatabase()
          .example("1000")
          .says("The most rows that a response holds.");

  static final Setting<Boolean> DB_AGGREGATES_ENABLED =
      Setting.of("db-aggregates-enabled", BOOLEAN, false, c -> c.database().aggregatesEnabled())
          .inDatabase()
          .says("Allow aggregate functions in select.");

  static final Setting<Boolean> DB_PLAN_ENABLED =
      Setting.of("db-plan-enabled", BOOLEAN, false, c -> c.database().planEnabled())
          .inDatabase()
          .says("Allow asking for the execution plan with Accept: application/vnd.pgrst.plan.");

  static final Setting<Boolean> DB_PREPARED_STATEMENTS =
      Setting.of("db-prepared-statements", BOOLEAN, true, c -> c.database().preparedStatements())
          .inDatabase()
          .says("Prepare statements on the server. Switch off behind a transaction-pooling proxy.");

  static final Setting<List<String>> DB_HOISTED_TX_SETTINGS =
      Setting.of(
              "db-hoisted-tx-settings",
              LIST,
              List.of(
                  "statement_timeout",
                  "plan_filter.statement_cost_limit",
                  "default_transaction_isolation"),
              c -> c.database().hoistedTxSettings())
          .inDatabase()
          .says("Settings of a function that apply to the whole transaction that calls it.");

  static final Setting<TransactionEnd> DB_TX_END =
      Setting.of(
              "db-tx-end",
              keyword(
                  TransactionEnd.class,
                  "Invalid transaction termination. Check your configuration."),
              TransactionEnd.COMMIT,
              c -> c.database().txEnd())
          .inDatabase()
          .says("How transactions end, and whether a request's Prefer: tx may choose otherwise.");

  static final Setting<String> DB_CHANNEL =
      Setting.of("db-channel", TEXT, "pgrst", c -> c.database().channel().name())
          .says("The notification channel that asks for reloads.");

  static final Setting<Boolean> DB_CHANNEL_ENABLED =
      Setting.of("db-channel-enabled", BOOLEAN, true, c -> c.database().channel().enabled())
          .says("Listen on the notification channel.");

  static final Setting<Boolean> DB_CONFIG =
      Setting.of("db-config", BOOLEAN, true, c -> c.database().config().enabled())
          .says("Read settings from the database.");

  static final Setting<QualifiedName> DB_PRE_CONFIG =
      Setting.<QualifiedName>of(
              "db-pre-config", FUNCTION, null, c -> c.database().config().preConfig())
          .inDatabase()
          .example("\"api.pre_config\"")
          .says("A function that sets settings in the database with set_config('pgrst.…').");

  static final Setting<Integer> DB_POOL =
      Setting.of("db-pool", integer("db-pool", 1, 10_000), 10, c -> c.database().pool().size())
          .platform("DATABASE_MAX_CONNECTIONS")
          .fixed()
          .says("The most connections to the database.");

  static final Setting<Integer> DB_POOL_MIN =
      Setting.of(
              "db-pool-min",
              integer("db-pool-min", 0, 10_000),
              0,
              c -> c.database().pool().minimum())
          .platform("DATABASE_MIN_CONNECTIONS")
          .fixed()
          .origin(PGEXT)
          .says("Connections kept open while idle.");

  static final Setting<Duration> DB_POOL_ACQUISITION_TIMEOUT =
      Setting.of(
              "db-pool-acquisition-timeout",
              seconds("db-pool-acquisition-timeout"),
              Duration.ofSeconds(10),
              c -> c.database().pool().acquisitionTimeout())
          .fixed()
          .says("How long a request waits for a connection, in seconds.");

  static final Setting<Duration> DB_CONNECT_TIMEOUT =
      Setting.of(
              "db-connect-timeout",
              seconds("db-connect-timeout"),
              Duration.ofSeconds(10),
              c -> c.database().pool().connectTimeout())
          .platform("DATABASE_CONNECT_TIMEOUT")
          .fixed()
          .origin(PGEXT)
          .says("How long opening a connection may take, in seconds.");

  static final Setting<Duration> DB_POOL_MAX_LIFETIME =
      Setting.of(
              "db-pool-max-lifetime",
              seconds("db-pool-max-lifetime"),
              Duration.ofMinutes(30),
              c -> c.database().pool().maxLifetime())
          .fixed()
          .says("How long a connection is used, in seconds.");

  static final Setting<Duration> DB_POOL_MAX_IDLETIME =
      Setting.of(
              "db-pool-max-idletime",
              seconds("db-pool-max-idletime"),
              Duration.ofSeconds(30),
              c -> c.database().pool().maxIdletime())
          .alias("db-pool-timeout")
          .fixed()
          .says("How long a connection stays open without use, in seconds.");

  static final Setting<Boolean> DB_POOL_AUTOMATIC_RECOVERY =
      Setting.of(
              "db-pool-automatic-recovery",
              BOOLEAN,
              true,
              c -> c.database().pool().automaticRecovery())
          .says("Connect again after losing the database; otherwise the process ends.");

  static final Setting<String> SERVER_HOST =
      Setting.of("server-host", TEXT, "!4", c -> c.server().host())
          .fixed()
          .says(
              "The address the API listens on; * any, *4 and *6 prefer, !4 and !6 require a family.");

  static final Setting<Integer> SERVER_PORT =
      Setting.of("server-port", integer("server-port", 0, 65_535), 3000, c -> c.server().port())
          .fixed()
          .says("The port the API listens on; 0 takes a free one.");

  static final Setting<Boolean> SERVER_REUSEPORT =
      Setting.of("server-reuseport", BOOLEAN, false, c -> c.server().reusePort())
          .fixed()
          .says("Share the port with other processes, so that a new one can take over.");

  static final Setting<Path> SERVER_UNIX_SOCKET =
      Setting.<Path>of("server-unix-socket", PATH, null, c -> c.server().unixSocket())
          .fixed()
          .example("\"/tmp/pgrst.sock\"")
          .says("A unix socket the API listens on instead of the port.");

  static final Setting<SocketMode> SERVER_UNIX_SOCKET_MODE =
      Setting.of(
              "server-unix-socket-mode",
              socketMode("server-unix-socket-mode"),
              SocketMode.DEFAULT,
              c -> c.server().unixSocketMode())
          .fixed()
          .says("The file mode of server-unix-socket, octal from 600 to 777.");

  static final Setting<String> SERVER_TRACE_HEADER =
      Setting.<String>of("server-trace-header", TEXT, null, c -> c.server().traceHeader())
          .inDatabase()
          .example("\"X-Request-Id\"")
          .says("A request header that the response repeats.");

  static final Setting<Boolean> SERVER_TIMING_ENABLED =
      Setting.of("server-timing-enabled", BOOLEAN, false, c -> c.server().timingEnabled())
          .inDatabase()
          .says("Send the Server-Timing header.");

  static final Setting<List<String>> SERVER_CORS_ALLOWED_ORIGINS =
      Setting.of(
              "server-cors-allowed-origins",
              LIST,
              List.<String>of(),
              c -> c.server().corsAllowedOrigins())
          .inDatabase()
          .example("\"https://example.com, https://example.org\"")
          .says("The origins that CORS admits; all of them when empty.");

  static final Setting<String> ADMIN_SERVER_HOST =
      Setting.of("admin-server-host", TEXT, "!4", c -> c.admin().host())
          .alias("server-host")
          .fixed()
          .says("The address the admin server listens on; that of the API when unset.");

  static final Setting<Integer> ADMIN_SERVER_PORT =
      Setting.<Integer>of(
              "admin-server-port",
              integer("admin-server-port", -1, 65_535),
              null,
              c -> c.admin().port())
          .fixed()
          .example("3001")
          .says("The port of health checks and metrics; without it there is no admin server.");

  static final Setting<Path> ADMIN_SERVER_UNIX_SOCKET =
      Setting.<Path>of("admin-server-unix-socket", PATH, null, c -> c.admin().unixSocket())
          .fixed()
          .example("\"/tmp/pgrst-admin.sock\"")
          .says("A unix socket the admin server listens on instead of its port.");

  static final Setting<SocketMode> ADMIN_SERVER_UNIX_SOCKET_MODE =
      Setting.of(
              "admin-server-unix-socket-mode",
              socketMode("admin-server-unix-socket-mode"),
              SocketMode.DEFAULT,
              c -> c.admin().unixSocketMode())
          .fixed()
          .says("The file mode of admin-server-unix-socket, octal from 600 to 777.");

  static final Setting<String> JWT_SECRET =
      Setting.<String>of("jwt-secret", TEXT, null, c -> SecretText.of(c.jwt()))
          .platform("POSTGREST_JWT_SECRET")
          .inDatabase()
          .example("\"a secret of 32 characters or more\"")
          .says(
              "What verifies tokens: 32 characters or more, a JWK or a JWK set; @file reads it from a"
                  + " file.");

  static final Setting<Boolean> JWT_SECRET_IS_BASE64 =
      Setting.of("jwt-secret-is-base64", BOOLEAN, false, c -> c.jwt().secretIsBase64())
          .alias("secret-is-base64")
          .inDatabase()
          .says("The secret is base64 and to be decoded.");

  static final Setting<String> JWT_AUD =
      Setting.<String>of("jwt-aud", TEXT_OR_URI, null, c -> c.jwt().audience())
          .inDatabase()
          .example("\"https://example.com\"")
          .says("The audience that a token with the claim aud must name.");

  static final Setting<RoleClaimKey> JWT_ROLE_CLAIM_KEY =
      Setting.of(
              "jwt-role-claim-key",
              ROLE_CLAIM_KEY,
              RoleClaimKey.parse("$.role").orElseThrow(),
              c -> c.jwt().roleClaimKey())
          .alias("role-claim-key")
          .inDatabase()
          .says("The JSONPath of the role within a token's claims; write $$ for $ in a file.");

  static final Setting<Integer> JWT_CACHE_MAX_ENTRIES =
      Setting.of(
              "jwt-cache-max-entries",
              integer("jwt-cache-max-entries", 0, Integer.MAX_VALUE),
              1000,
              c -> c.jwt().cacheMaxEntries())
          .inDatabase()
          .says("How many verified tokens are remembered; 0 for none.");

  static final Setting<OpenApiMode> OPENAPI_MODE =
      Setting.of(
              "openapi-mode",
              keyword(OpenApiMode.class, "Invalid openapi-mode. Check your configuration."),
              OpenApiMode.FOLLOW_PRIVILEGES,
              c -> c.openApi().mode())
          .inDatabase()
          .says(
              "Whose privileges the description at the root path follows, or that there is none.");

  static final Setting<Boolean> OPENAPI_SECURITY_ACTIVE =
      Setting.of("openapi-security-active", BOOLEAN, false, c -> c.openApi().securityActive())
          .inDatabase()
          .says("Describe authentication, too.");

  static final Setting<URI> OPENAPI_SERVER_PROXY_URI =
      Setting.<URI>of(
              "openapi-server-proxy-uri", PROXY_URI, null, c -> c.openApi().serverProxyUri())
          .inDatabase()
          .example("\"https://example.com:8443/basePath\"")
          .says("The base URL in the description, where a proxy stands in front.");

  static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
              "log-level",
              keyword(LogLevel.class, "Invalid logging level. Check your configuration."),
              LogLevel.ERROR,
              c -> c.log().level())
          .says("What is logged: crit, error (5xx), warn (4xx too), info (all requests), debug.");

  static final Setting<Boolean> LOG_QUERY =
      Setting.of("log-query", BOOLEAN, false, c -> c.log().query())
          .says("Log the SQL of requests that are logged.");

  static final Setting<LogFormat> LOG_FORMAT =
      Setting.of(
              "log-format",
              keyword(LogFormat.class, "log-format is neither text nor json"),
              LogFormat.TEXT,
              c -> c.log().format())
          .fixed()
          .origin(PGEXT)
          .says("The shape of log lines.");

  static final Setting<ErrorVerbosity> CLIENT_ERROR_VERBOSITY =
      Setting.of(
              "client-error-verbosity",
              keyword(
                  ErrorVerbosity.class,
                  "Invalid client-error-verbosity. Check your configuration."),
              ErrorVerbosity.VERBOSE,
              Config::clientErrorVerbosity)
          .inDatabase()
          .says("Whether an error's details and hint reach the client.");

  static final Setting<Boolean> URL_USE_LEGACY_TARGET_NAMES =
      Setting.of("url-use-legacy-target-names", BOOLEAN, true, Config::urlUseLegacyTargetNames)
          .inDatabase()
          .says("Let filters name an embedded table although it has an alias.");

  static final Setting<Path> FRONTEND_DIR =
      Setting.<Path>of("frontend-dir", PATH, null, c -> c.web().frontendDir())
          .fixed()
          .origin(PGEXT)
          .example("\"frontend\"")
          .says("A folder whose files are served to browsers.");

  static final Setting<URI> WEBSOCKET_SERVER_URL =
      Setting.<URI>of(
              "websocket-server-url", WEBSOCKET_URI, null, c -> c.web().websocketServerUrl())
          .platform("WEBSOCKET_SERVER_URL")
          .origin(PGEXT)
          .example("\"wss://example.com/\"")
          .says("Where browsers reach the websocket, if not at the API's own address.");

  static final Setting<Integer> LIMIT_URL_BYTES =
      Setting.of(
              "limit-url-bytes",
              integer("limit-url-bytes", 1024, 1024 * 1024),
              48 * 1024,
              c -> c.limits().urlBytes())
          .fixed()
          .origin(PGEXT)
          .says("The longest request target; a longer one is answered 414.");

  static final Setting<Integer> LIMIT_HEADER_BYTES =
      Setting.of(
              "limit-header-bytes",
              integer("limit-header-bytes", 1024, 16 * 1024 * 1024),
              64 * 1024,
              c -> c.limits().headerBytes())
          .fixed()
          .origin(PGEXT)
          .says("The most bytes of request headers; more is answered 431.");

  static final Setting<Long> LIMIT_BODY_BYTES =
      Setting.of(
              "limit-body-bytes",
              bytes("limit-body-bytes"),
              50L * 1024 * 1024,
              c -> c.limits().bodyBytes())
          .origin(PGEXT)
          .says("The longest request body; a longer one is answered 413.");

  static final Setting<Integer> LIMIT_LOGIC_DEPTH =
      Setting.of(
              "limit-logic-depth",
              integer("limit-logic-depth", 1, 1000),
              100,
              c -> c.limits().logicDepth())
          .origin(PGEXT)
          .says("How deep and, or and not may nest.");

  static final Setting<Integer> LIMIT_EMBED_DEPTH =
      Setting.of(
              "limit-embed-depth",
              integer("limit-embed-depth", 1, 1000),
              50,
              c -> c.limits().embedDepth())
          .origin(PGEXT)
          .says("How deep embedded resources may nest.");

  static final Setting<Duration> LIMIT_REQUEST_TIMEOUT =
      Setting.of(
              "limit-request-timeout",
              seconds("limit-request-timeout"),
              Duration.ofSeconds(30),
              c -> c.limits().requestTimeout())
          .fixed()
          .origin(PGEXT)
          .says("How long a request may take to arrive, in seconds; a slower one is answered 408.");

  static final Setting<Duration> LIMIT_IDLE_TIMEOUT =
      Setting.of(
              "limit-idle-timeout",
              seconds("limit-idle-timeout"),
              Duration.ofMinutes(1),
              c -> c.limits().idleTimeout())
          .fixed()
          .origin(PGEXT)
          .says("How long a connection may stay open between requests, in seconds.");

  static final Setting<Duration> LIMIT_SHUTDOWN_TIMEOUT =
      Setting.of(
              "limit-shutdown-timeout",
              seconds("limit-shutdown-timeout"),
              Duration.ofSeconds(30),
              c -> c.limits().shutdownTimeout())
          .origin(PGEXT)
          .says("How long running requests may take to finish when the process ends, in seconds.");

  static final Setting<Duration> INTERNAL_QUERY_SLEEP =
      Setting.of(
              "internal-schema-cache-query-sleep",
              milliseconds("internal-schema-cache-query-sleep"),
              Duration.ZERO,
              c -> c.internal().schemaCacheQuerySleep())
          .origin(INTERNAL);

  static final Setting<Duration> INTERNAL_QUERY_SLEEP_BEFORE =
      Setting.of(
              "internal-schema-cache-query-sleep-before-queries",
              milliseconds("internal-schema-cache-query-sleep-before-queries"),
              Duration.ZERO,
              c -> c.internal().schemaCacheQuerySleepBeforeQueries())
          .origin(INTERNAL);

  /** Every row. */
  static final List<Setting<?>> ALL =
      List.of(
          DB_URI,
          DB_SCHEMAS,
          DB_ANON_ROLE,
          DB_EXTRA_SEARCH_PATH,
          DB_PRE_REQUEST,
          DB_ROOT_SPEC,
          DB_MAX_ROWS,
          DB_AGGREGATES_ENABLED,
          DB_PLAN_ENABLED,
          DB_PREPARED_STATEMENTS,
          DB_HOISTED_TX_SETTINGS,
          DB_TX_END,
          DB_CHANNEL,
          DB_CHANNEL_ENABLED,
          DB_CONFIG,
          DB_PRE_CONFIG,
          DB_POOL,
          DB_POOL_MIN,
          DB_POOL_ACQUISITION_TIMEOUT,
          DB_CONNECT_TIMEOUT,
          DB_POOL_MAX_LIFETIME,
          DB_POOL_MAX_IDLETIME,
          DB_POOL_AUTOMATIC_RECOVERY,
          SERVER_HOST,
          SERVER_PORT,
          SERVER_REUSEPORT,
          SERVER_UNIX_SOCKET,
          SERVER_UNIX_SOCKET_MODE,
          SERVER_TRACE_HEADER,
          SERVER_TIMING_ENABLED,
          SERVER_CORS_ALLOWED_ORIGINS,
          ADMIN_SERVER_HOST,
          ADMIN_SERVER_PORT,
          ADMIN_SERVER_UNIX_SOCKET,
          ADMIN_SERVER_UNIX_SOCKET_MODE,
          JWT_SECRET,
          JWT_SECRET_IS_BASE64,
          JWT_AUD,
          JWT_ROLE_CLAIM_KEY,
          JWT_CACHE_MAX_ENTRIES,
          OPENAPI_MODE,
          OPENAPI_SECURITY_ACTIVE,
          OPENAPI_SERVER_PROXY_URI,
          LOG_LEVEL,
          LOG_QUERY,
          LOG_FORMAT,
          CLIENT_ERROR_VERBOSITY,
          URL_USE_LEGACY_TARGET_NAMES,
          FRONTEND_DIR,
          WEBSOCKET_SERVER_URL,
          LIMIT_URL_BYTES,
          LIMIT_HEADER_BYTES,
          LIMIT_BODY_BYTES,
          LIMIT_LOGIC_DEPTH,
          LIMIT_EMBED_DEPTH,
          LIMIT_REQUEST_TIMEOUT,
          LIMIT_IDLE_TIMEOUT,
          LIMIT_SHUTDOWN_TIMEOUT,
          INTERNAL_QUERY_SLEEP,
          INTERNAL_QUERY_SLEEP_BEFORE);

  /** Variables that look like settings but are the launcher's. */
  static final Set<String> OTHER_VARIABLES = Set.of("PGEXT_JAVA_HOME", "PGEXT_JAVA_OPTS");

  /** What a key of the application's own settings begins with. */
  static final String APP_SETTINGS = "app.settings.";

  private Settings() {}

  /** The rows that users see. */
  static Stream<Setting<?>> printed(ConfigDump.Keys keys) {
    return ALL.stream()
        .filter(
            setting ->
                switch (setting.facts().origin()) {
                  case POSTGREST -> true;
                  case PGEXT -> keys == ConfigDump.Keys.ALL;
                  case INTERNAL -> false;
                });
  }
}
