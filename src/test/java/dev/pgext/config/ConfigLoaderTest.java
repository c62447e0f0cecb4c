package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgext.pg.QualifiedName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  private static final String SECRET = "a secret of more than 32 characters";

  @TempDir Path directory;

  @Test
  void takesTheStrongestSource() throws IOException {
    ConfigSources file = sources(Map.of("DATABASE_MAX_CONNECTIONS", "1"), "");
    assertThat(pool(file)).isEqualTo(1);
    assertThat(pool(sources(Map.of("DATABASE_MAX_CONNECTIONS", "1"), "db-pool = 2"))).isEqualTo(2);
    Map<String, String> ours = Map.of("PGEXT_DB_POOL", "3", "DATABASE_MAX_CONNECTIONS", "1");
    assertThat(pool(sources(ours, "db-pool = 2"))).isEqualTo(3);
    ConfigSources both = sources(Map.of("PGEXT_DB_POOL", "3", "PGRST_DB_POOL", "4"), "db-pool = 2");
    assertThat(pool(both)).isEqualTo(4);
    assertThat(pool(both.withOverrides(Map.of("db-pool", "5")))).isEqualTo(5);
  }

  @Test
  void letsTheDatabaseOverrideFileAndEnvironmentButNotTheCommandLine() throws IOException {
    ConfigSources sources =
        sources(Map.of("PGRST_DB_SCHEMAS", "env"), "db-schemas = \"file\"")
            .withDatabase(Map.of("db_schemas", "one, two", "server_port", "1"));
    Config config = load(sources);
    assertThat(config.database().schemas()).containsExactly("one", "two");
    assertThat(config.server().port()).isEqualTo(3000);
    assertThat(load(sources.withOverrides(Map.of("db-schemas", "cli"))).database().schemas())
        .containsExactly("cli");
  }

  @Test
  void takesTheVariablesOfPlatforms() throws IOException {
    ConfigSources sources =
        sources(
            Map.of(
                "DATABASE_URL", "postgres://u:p@h/d",
                "POSTGREST_JWT_SECRET", SECRET,
                "WEBSOCKET_SERVER_URL", "wss://example.com/realtime",
                "DATABASE_MAX_CONNECTIONS", "20",
                "DATABASE_MIN_CONNECTIONS", "2",
                "DATABASE_CONNECT_TIMEOUT", "7"),
            "");
    ConfigLoader.Connected connected = ConfigLoader.loadToConnect(sources);
    Config config = connected.loaded().config();
    assertThat(connected.connection()).hasToString("u@[h:5432]/d");
    assertThat(config.database().pool())
        .extracting(Config.Pool::size, Config.Pool::minimum, Config.Pool::connectTimeout)
        .containsExactly(20, 2, Duration.ofSeconds(7));
    assertThat(config.jwt().secret()).extracting(JwtSecret::text).isEqualTo(SECRET);
    assertThat(config.web().websocketServerUrl()).hasToString("wss://example.com/realtime");
  }

  @Test
  void readsDotEnvBelowTheEnvironment() throws IOException {
    Files.writeString(directory.resolve(".env"), "PGRST_DB_POOL=7\nPGRST_DB_ANON_ROLE=file\n");
    Config config = load(sources(Map.of("PGRST_DB_POOL", "8"), "").withDotEnv());
    assertThat(config.database().pool().size()).isEqualTo(8);
    assertThat(config.database().anonRole()).isEqualTo("file");
  }

  @Test
  void takesAnEmptyVariableForTheDefault() throws IOException {
    Config config =
        load(
            sources(
                Map.of(
                    "PGRST_LOG_LEVEL", "",
                    "PGRST_DB_TX_END", "",
                    "PGRST_DB_POOL", "",
                    "PGRST_DB_EXTRA_SEARCH_PATH", ""),
                "log-level = \"info\"\ndb-pool = 3"));
    assertThat(config.log().level()).isEqualTo(LogLevel.ERROR);
    assertThat(config.database().txEnd()).isEqualTo(TransactionEnd.COMMIT);
    assertThat(config.database().pool().size()).isEqualTo(10);
    assertThat(config.database().extraSearchPath()).isEmpty();
  }

  @Test
  void keepsTheCaseOfApplicationSettings() throws IOException {
    Config config =
        load(
            sources(
                Map.of("PGRST_APP_SETTINGS_Key", "env", "PGEXT_APP_SETTINGS_ours", "o"),
                "app.settings.Key = \"file\"\napp.settings.other = \"x\""));
    assertThat(config.appSettings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app.settings.Key", "env",
                "app.settings.ours", "o",
                "app.settings.other", "x"));
  }

  @Test
  void letsTheAdminServerFollowTheHostOfTheApi() {
    assertThat(Config.of(Map.of("server-host", "127.0.0.1")).admin().host()).isEqualTo("127.0.0.1");
    assertThat(
            Config.of(Map.of("server-host", "127.0.0.1", "admin-server-host", "::1"))
                .admin()
                .host())
        .isEqualTo("::1");
  }

  @Test
  void namesFunctionsWithOrWithoutASchema() {
    assertThat(Config.of(Map.of("db-pre-request", "api.check")).database().preRequest())
        .isEqualTo(new QualifiedName("api", "check"));
    assertThat(Config.of(Map.of("db-root-spec", "root")).database().rootSpec())
        .isEqualTo(new QualifiedName("", "root"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log-level | never | Invalid logging level. Check your configuration.",
        "db-tx-end | random | Invalid transaction termination. Check your configuration.",
        "openapi-mode | follow- | Invalid openapi-mode. Check your configuration.",
        "client-error-verbosity | loud | Invalid client-error-verbosity. Check your configuration.",
        "jwt-aud | foo://%%$$^^.com | jwt-aud should be a string or a valid URI",
        "jwt-aud | http://%%localhorst.invalid | jwt-aud should be a string or a valid URI",
        "jwt-secret | short_secret | The JWT secret must be at least 32 characters long.",
        "db-schemas | pg_catalog | db-schemas does not allow schema: 'pg_catalog'",
        "db-schemas | a, information_schema | db-schemas does not allow schema: 'information_schema'",
        "jwt-role-claim-key | role.other | failed to parse role-claim-key value (role.other)",
        "server-unix-socket-mode | 800 | Invalid server-unix-socket-mode: not an octal",
        "server-unix-socket-mode | 599 | Invalid server-unix-socket-mode: needs to be between 600 and 777",
        "server-unix-socket-mode | 778 | Invalid server-unix-socket-mode: needs to be between 600 and 777",
        "admin-server-unix-socket-mode | 1 | Invalid admin-server-unix-socket-mode: needs to be between 600 and 777",
        "admin-server-port | 3000 | admin-server-port cannot be the same as server-port",
        "openapi-server-proxy-uri | htp:/@@localhorst.invalid | Malformed proxy uri, a correct example: https://example.com:8443/basePath",
        "openapi-server-proxy-uri | http://u@h/ | Malformed proxy uri, a correct example: https://example.com:8443/basePath",
        "openapi-server-proxy-uri | http://h:0/ | Malformed proxy uri, a correct example: https://example.com:8443/basePath",
        "openapi-server-proxy-uri | http://h/?q | Malformed proxy uri, a correct example: https://example.com:8443/basePath",
        "openapi-server-proxy-uri | /base | Malformed proxy uri, a correct example: https://example.com:8443/basePath",
        "websocket-server-url | example.com | Malformed websocket-server-url, a correct example: wss://example.com/realtime",
        "db-pool | 0 | db-pool must be at least 1",
        "db-max-rows | -1 | db-max-rows must be at least 0",
        "db-pool-min | 11 | db-pool-min must not be more than db-pool",
        "server-port | 65536 | server-port must be at most 65535",
        "limit-body-bytes | 0 | limit-body-bytes must be at least 1",
        "limit-logic-depth | many | limit-logic-depth should be of type Integer",
        "log-format | xml | log-format is neither text nor json",
        "realtime-slot | Not a slot | realtime-slot must be 1 to 63 lower case letters, digits and underscores",
        "realtime-allow | anon | realtime-allow: \"anon\" is neither role:schema.table nor role:#channel",
        "realtime-allow | anon:tasks | realtime-allow: \"anon:tasks\" is neither role:schema.table nor role:#channel",
        "realtime-deny | :public.* | realtime-deny: \":public.*\" is neither role:schema.table nor role:#channel",
        "realtime-deny | anon:# | realtime-deny: \"anon:#\" is neither role:schema.table nor role:#channel",
        "realtime-max-wal | 1000 | realtime-max-wal must be more than realtime-retention-bytes",
        "realtime-heartbeat | 0 | realtime-heartbeat must be at least 1",
        "ws-port | 3000 | ws-port cannot be the same as server-port, which serves websockets, too",
        "realtime-db-uri | @/nonexistent/uri | /nonexistent/uri: does not exist (No such file or directory)",
        "jwt-secret | @/nonexistent/secret | /nonexistent/secret: does not exist (No such file or directory)",
        "db-uri | @/nonexistent/uri | /nonexistent/uri: does not exist (No such file or directory)",
      })
  void explainsWhatIsWrong(String key, String value, String fault) {
    ConfigException thrown =
        catchThrowableOfType(ConfigException.class, () -> Config.of(Map.of(key, value)));
    assertThat(thrown.faults()).containsExactly(fault);
    assertThat(thrown).hasMessage("Error in config " + fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://postgrest.com/openapi.json",
        "https://postgrest.com:8080/openapi.json",
        "https://my_host",
        "HTTPS://[::1]:8443/a"
      })
  void acceptsProxyUris(String uri) {
    assertThat(Config.of(Map.of("openapi-server-proxy-uri", uri)).openApi().serverProxyUri())
        .hasToString(uri);
  }

  @Test
  void reportsAllFaultsTogether() throws IOException {
    ConfigSources sources =
        sources(
            Map.of("PGRST_LOG_LEVEL", "never", "PGRST_DB_URI", "postgresql://h?x=1"),
            "db-tx-end = oops\nopenapi-mode = \"oops\"\n");
    assertThatThrownBy(() -> ConfigLoader.loadToConnect(sources))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Errors in config:\n  ")
        .hasMessageContaining("expected a string in quotes")
        .hasMessageContaining("Invalid logging level.")
        .hasMessageContaining("Invalid openapi-mode.")
        .hasMessageContaining("db-uri: invalid connection option \"x\"");
  }

  @Test
  void ignoresPostgrestValuesOfTheWrongTypeWithAWarning() {
    LoadedConfig loaded =
        ConfigLoader.load(
            ConfigSources.ofOverrides(Map.of("db-max-rows", "lots", "db-plan-enabled", "maybe")));
    assertThat(loaded.config()).isEqualTo(Config.defaults());
    assertThat(loaded.warnings())
        .containsExactly(
            "WARNING: db-max-rows should be of type Integer; its value is ignored",
            "WARNING: db-plan-enabled should be of type Boolean; its value is ignored");
  }

  @Test
  void namesTheNearestKnownKey() throws IOException {
    LoadedConfig loaded =
        ConfigLoader.load(
            sources(
                Map.of("PGRST_DB_SCHEMA_S", "x", "PGEXT_JAVA_HOME", "/jdk", "OTHER", "x"),
                "db-anon-rol = \"x\"\nraw-media-types = \"x\"\n"));
    assertThat(loaded.warnings())
        .containsExactly(
            "WARNING: Unknown setting `PGRST_DB_SCHEMA_S` is ignored."
                + " Did you mean `PGRST_DB_SCHEMAS`?",
            "WARNING: Unknown setting `db-anon-rol` is ignored. Did you mean `db-anon-role`?",
            "WARNING: Unknown setting `raw-media-types` is ignored.");
  }

  @Test
  void namesTheNearestKnownKeyWhereOtherKeysAreAtFault() throws IOException {
    ConfigSources sources =
        sources(Map.of(), "db-uri = \"postgresql://\"\nlog-level = \"loud\"\ndb-shemas = \"x\"\n");
    assertThatThrownBy(() -> ConfigLoader.load(sources))
        .isInstanceOfSatisfying(ConfigException.class, this::namesTheNearestKey);
    assertThatThrownBy(() -> ConfigLoader.loadToConnect(sources))
        .isInstanceOfSatisfying(ConfigException.class, this::namesTheNearestKey);
  }

  private void namesTheNearestKey(ConfigException unusable) {
    assertThat(unusable.faults())
        .containsExactly("Invalid logging level. Check your configuration.");
    assertThat(unusable.warnings())
        .containsExactly(
            "WARNING: Unknown setting `db-shemas` is ignored. Did you mean `db-schemas`?");
  }

  @Test
  void warnsOfTheOlderRoleClaimKeyInTwoLines() {
    assertThat(
            ConfigLoader.load(
                    ConfigSources.ofOverrides(Map.of("jwt-role-claim-key", ".roles.user_role")))
                .deprecations())
        .containsExactly(
            "WARNING: The config `jwt-role-claim-key=.\"roles\".\"user_role\"` is using the"
                + " deprecated JSPath syntax.",
            "Update `jwt-role-claim-key=.\"roles\".\"user_role\"` to the new JSONPath syntax as"
                + " support for JSPath will be removed in a future release. See the migration guide"
                + " on how to update:"
                + " https://github.com/PostgREST/postgrest/blob/main/CHANGELOG.md#migration-to-v16");
  }

  @Test
  void readsTheSecretFromAFileWithOrWithoutALineEnd() throws IOException {
    byte[] binary = new byte[40];
    binary[3] = (byte) 0xff;
    Files.write(directory.resolve("binary"), binary);
    Files.writeString(directory.resolve("text"), SECRET);
    Files.writeString(directory.resolve("line"), SECRET + "\n");
    assertThat(secret("@text", false)).isEqualTo(bytes(SECRET));
    assertThat(secret("@line", false)).isEqualTo(bytes(SECRET));
    assertThat(secret("@" + directory.resolve("line"), false)).isEqualTo(bytes(SECRET));
    assertThat(secret("@binary", false)).isEqualTo(binary);
  }

  @Test
  void decodesBase64InBothAlphabets() throws IOException {
    byte[] raw = new byte[33];
    java.util.Arrays.fill(raw, (byte) 0xfb);
    String standard = Base64.getEncoder().encodeToString(raw);
    assertThat(secret(standard, true)).isEqualTo(raw);
    assertThat(secret(standard.replace('+', '-').replace('/', '_').replace('=', '.'), true))
        .isEqualTo(raw);
    Files.writeString(directory.resolve("b64"), standard + "\n");
    assertThat(secret("@b64", true)).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no base-64!", "YWJj\nZGVm", "YWJ"})
  void refusesWhatIsNotBase64(String secret) {
    assertThatThrownBy(() -> secret(secret, true)).hasMessageContaining("is not valid base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"kty\":\"oct\",\"k\":\"YQ\"}", "{\"keys\":[]}"})
  void letsKeysBeShort(String key) throws IOException {
    assertThat(secret(key, false)).isEqualTo(bytes(key));
  }

  @Test
  void readsStandardInputOnceForEveryLoad() throws IOException {
    ConfigSources sources =
        ConfigSources.of(
            Map.of("PGRST_JWT_SECRET", "@/dev/stdin"),
            directory,
            new ByteArrayInputStream(bytes(SECRET + "\n")));
    assertThat(load(sources)).isEqualTo(load(sources));
    assertThat(load(sources).jwt().secret()).extracting(JwtSecret::text).isEqualTo(SECRET);
  }

  @Test
  void readsTheDatabaseUriFromAFile() throws IOException {
    Files.writeString(directory.resolve("uri"), "  postgresql://h/d\n\n");
    assertThat(load(sources(Map.of("PGRST_DB_URI", "@uri"), "")).database().uri())
        .isEqualTo("postgresql://h/d");
  }

  @Test
  void readsChangesOverAConnectionOfTheirOwn() throws IOException {
    ConfigSources sources = sources(Map.of("PGRST_DB_URI", "postgresql://u@h/d"), "");
    ConfigLoader.Connected same = ConfigLoader.loadToConnect(sources);
    assertThat(same.realtimeConnection()).isEqualTo(same.connection());
    ConfigSources other =
        sources.withOverrides(Map.of("realtime-db-uri", "postgresql://replicator@h/d"));
    assertThat(ConfigLoader.loadToConnect(other).realtimeConnection())
        .hasToString("replicator@[h:5432]/d");
    ConfigSources wrong = sources.withOverrides(Map.of("realtime-db-uri", "postgresql://h?x=1"));
    assertThatThrownBy(() -> ConfigLoader.loadToConnect(wrong))
        .hasMessageContaining("realtime-db-uri: invalid connection option \"x\"");
  }

  @Test
  void changesOnlyWhatAReloadMayChange() throws IOException {
    Files.writeString(directory.resolve("uri"), "postgresql://first");
    Config first = load(sources(Map.of("PGRST_DB_URI", "@uri"), "server-port = 1"));
    Files.writeString(directory.resolve("uri"), "postgresql://second");
    ConfigSources changed =
        sources(Map.of("PGRST_DB_URI", "@uri"), "server-port = 2\nlog-level = \"info\"\n")
            .withDatabase(Map.of("db_max_rows", "5"));
    Config second = ConfigLoader.reload(first, changed).config();
    assertThat(second.database().uri()).isEqualTo("postgresql://first");
    assertThat(second.server().port()).isEqualTo(1);
    assertThat(second.log().level()).isEqualTo(LogLevel.INFO);
    assertThat(second.database().maxRows()).isEqualTo(5);
    ConfigSources broken = sources(Map.of("PGRST_LOG_LEVEL", "never"), "");
    assertThatThrownBy(() -> ConfigLoader.reload(first, broken))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void keepsSecretsOutOfItsText() throws IOException {
    assertThat(load(sources(Map.of("PGRST_JWT_SECRET", SECRET), "")).toString())
        .doesNotContain(SECRET);
  }

  @Test
  void saysThatTheFileIsMissing() throws IOException {
    ConfigSources sources = sources(Map.of(), "").withFile(Path.of("does_not_exist.conf"));
    assertThatThrownBy(() -> ConfigLoader.load(sources))
        .hasMessageContaining("does_not_exist.conf: does not exist (No such file or directory)");
  }

  private byte[] secret(String given, boolean base64) throws IOException {
    JwtSecret secret =
        load(sources(
                Map.of(
                    "PGRST_JWT_SECRET",
                    given,
                    "PGRST_JWT_SECRET_IS_BASE64",
                    Boolean.toString(base64)),
                ""))
            .jwt()
            .secret();
    assertThat(secret).isNotNull();
    return secret.bytes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int pool(ConfigSources sources) {
    return load(sources).database().pool().size();
  }

  private static Config load(ConfigSources sources) {
    return ConfigLoader.load(sources).config();
  }

  private ConfigSources sources(Map<String, String> environment, String file) throws IOException {
    Files.writeString(directory.resolve("pgext.conf"), file);
    return ConfigSources.of(environment, directory, new ByteArrayInputStream(new byte[0]))
        .withFile(Path.of("pgext.conf"));
  }
}
