package dev.pgext.config;

import dev.pgext.config.claim.LegacyClaimPath;
import dev.pgext.config.claim.RoleClaimKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by setting → the records. Confined to one load. */
final class ConfigAssembler {
  private static final int SHORTEST_TOKEN = 16;

  private final SettingValues values;
  private final FileReference files;

  ConfigAssembler(SettingValues values, ConfigSources sources) {
    this.values = values;
    this.files = new FileReference(sources);
  }

  Config assemble(Map<String, String> appSettings) {
    Config config =
        new Config(
            database(),
            server(),
            admin(),
            jwt(),
            openApi(),
            log(),
            limits(),
            web(),
            realtime(),
            migrations(),
            values.get(ApiRows.CLIENT_ERROR_VERBOSITY),
            values.get(ApiRows.URL_USE_LEGACY_TARGET_NAMES),
            internal(),
            appSettings);
    check(config);
    return config;
  }

  private void check(Config config) {
    checkWebsocketPort(config);
    Integer adminPort = config.admin().port();
    boolean free = adminPort != null && adminPort == 0; // any port, and each its own
    if (adminPort != null && !free && adminPort == config.server().port()) {
      values.fault("admin-server-port cannot be the same as server-port");
    }
    String token = config.admin().logsToken();
    if (token != null && token.length() < SHORTEST_TOKEN) {
      values.fault("admin-logs-token must have 16 characters at least");
    }
    Config.Pool pool = config.database().pool();
    if (pool.minimum() > pool.size()) {
      values.fault("db-pool-min must not be more than db-pool");
    }
  }

  private void checkWebsocketPort(Config config) {
    Integer port = config.realtime().port();
    if (port == null || port == 0) {
      return;
    }
    if (port == config.server().port()) {
      values.fault("ws-port cannot be the same as server-port, which serves websockets, too");
    }
    if (port.equals(config.admin().port())) {
      values.fault("ws-port cannot be the same as admin-server-port");
    }
  }

  private Config.Database database() {
    return new Config.Database(
        databaseUri(),
        values.get(DatabaseRows.DB_SCHEMAS),
        values.get(DatabaseRows.DB_EXTRA_SEARCH_PATH),
        values.find(DatabaseRows.DB_ANON_ROLE),
        values.find(DatabaseRows.DB_PRE_REQUEST),
        values.find(DatabaseRows.DB_ROOT_SPEC),
        values.find(DatabaseRows.DB_MAX_ROWS),
        values.get(DatabaseRows.DB_AGGREGATES_ENABLED),
        values.get(DatabaseRows.DB_PLAN_ENABLED),
        values.get(DatabaseRows.DB_PREPARED_STATEMENTS),
        values.get(DatabaseRows.DB_HOISTED_TX_SETTINGS),
        values.get(DatabaseRows.DB_TX_END),
        new Config.Channel(
            values.get(DatabaseRows.DB_CHANNEL), values.get(DatabaseRows.DB_CHANNEL_ENABLED)),
        new Config.InDatabase(
            values.get(DatabaseRows.DB_CONFIG), values.find(DatabaseRows.DB_PRE_CONFIG)),
        pool());
  }

  private String databaseUri() {
    return content(values.get(DatabaseRows.DB_URI));
  }

  private Config.Realtime realtime() {
    String uri = values.find(RealtimeRows.DB_URI);
    return new RealtimeAssembler(values).assemble(uri == null ? null : content(uri));
  }

  private Config.Migrations migrations() {
    String uri = values.find(MigrationRows.MIGRATE_DB_URI);
    return new Config.Migrations(
        values.get(MigrationRows.AUTO_MIGRATE), uri == null ? null : content(uri));
  }

  private String content(String given) {
    if (!FileReference.isReference(given)) {
      return given;
    }
    try {
      return new String(files.content(given), StandardCharsets.UTF_8).strip();
    } catch (InvalidSettingException unreadable) {
      values.fault(unreadable.fault());
      return given;
    }
  }

  private Config.Pool pool() {
    return new Config.Pool(
        values.get(DatabaseRows.DB_POOL),
        values.get(DatabaseRows.DB_POOL_MIN),
        values.get(DatabaseRows.DB_POOL_ACQUISITION_TIMEOUT),
        values.get(DatabaseRows.DB_CONNECT_TIMEOUT),
        values.get(DatabaseRows.DB_POOL_MAX_LIFETIME),
        values.get(DatabaseRows.DB_POOL_MAX_IDLETIME),
        values.get(DatabaseRows.DB_POOL_AUTOMATIC_RECOVERY));
  }

  private Config.Server server() {
    return new Config.Server(
        values.get(ServerRows.SERVER_HOST),
        values.get(ServerRows.SERVER_PORT),
        values.get(ServerRows.SERVER_REUSEPORT),
        values.find(ServerRows.SERVER_UNIX_SOCKET),
        values.get(ServerRows.SERVER_UNIX_SOCKET_MODE),
        values.find(ServerRows.SERVER_TRACE_HEADER),
        values.get(ServerRows.SERVER_TIMING_ENABLED),
        values.get(ServerRows.SERVER_CORS_ALLOWED_ORIGINS));
  }

  private Config.Admin admin() {
    String token = values.find(ServerRows.ADMIN_LOGS_TOKEN);
    return new Config.Admin(
        values.get(ServerRows.ADMIN_SERVER_HOST),
        values.find(ServerRows.ADMIN_SERVER_PORT),
        values.find(ServerRows.ADMIN_SERVER_UNIX_SOCKET),
        values.get(ServerRows.ADMIN_SERVER_UNIX_SOCKET_MODE),
        token == null ? null : content(token));
  }

  private Config.Jwt jwt() {
    boolean base64 = values.get(ApiRows.JWT_SECRET_IS_BASE64);
    return new Config.Jwt(
        secret(base64),
        base64,
        values.find(ApiRows.JWT_AUD),
        roleClaimKey(),
        values.get(ApiRows.JWT_CACHE_MAX_ENTRIES));
  }

  private @Nullable JwtSecret secret(boolean base64) {
    String given = values.find(ApiRows.JWT_SECRET);
    if (given == null) {
      return null;
    }
    try {
      return new SecretReader(files).read(given, base64);
    } catch (InvalidSettingException invalid) {
      values.fault(invalid.fault());
      return null;
    }
  }

  private RoleClaimKey roleClaimKey() {
    RoleClaimKey key = values.get(ApiRows.JWT_ROLE_CLAIM_KEY);
    if (key instanceof LegacyClaimPath) {
      values.deprecate(
          "The config `jwt-role-claim-key=%s` is using the deprecated JSPath syntax."
              .formatted(key.text()),
          "Update `jwt-role-claim-key=%s` to the new JSONPath syntax as support for JSPath will be"
                  .formatted(key.text())
              + " removed in a future release. See the migration guide on how to update:"
              + " https://github.com/PostgREST/postgrest/blob/main/CHANGELOG.md#migration-to-v16");
    }
    return key;
  }

  private Config.OpenApi openApi() {
    return new Config.OpenApi(
        values.get(ApiRows.OPENAPI_MODE),
        values.get(ApiRows.OPENAPI_SECURITY_ACTIVE),
        values.find(ApiRows.OPENAPI_SERVER_PROXY_URI));
  }

  private Config.Log log() {
    return new Config.Log(
        values.get(ApiRows.LOG_LEVEL),
        values.get(ApiRows.LOG_QUERY),
        values.get(ApiRows.LOG_FORMAT));
  }

  private Config.Limits limits() {
    return new Config.Limits(
        values.get(LimitRows.LIMIT_URL_BYTES),
        values.get(LimitRows.LIMIT_HEADER_BYTES),
        values.get(LimitRows.LIMIT_BODY_BYTES),
        values.get(LimitRows.LIMIT_LOGIC_DEPTH),
        values.get(LimitRows.LIMIT_EMBED_DEPTH),
        values.get(LimitRows.LIMIT_REQUEST_TIMEOUT),
        values.get(LimitRows.LIMIT_IDLE_TIMEOUT),
        values.get(LimitRows.LIMIT_SHUTDOWN_TIMEOUT));
  }

  private Config.Web web() {
    return new Config.Web(
        values.find(ServerRows.FRONTEND_DIR), values.find(ServerRows.WEBSOCKET_SERVER_URL));
  }

  private Config.Internal internal() {
    return new Config.Internal(
        values.get(LimitRows.INTERNAL_QUERY_SLEEP),
        values.get(LimitRows.INTERNAL_QUERY_SLEEP_BEFORE));
  }
}
