package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.BOOLEAN;
import static dev.pgext.config.SettingTypes.PROXY_URI;
import static dev.pgext.config.SettingTypes.ROLE_CLAIM_KEY;
import static dev.pgext.config.SettingTypes.TEXT;
import static dev.pgext.config.SettingTypes.TEXT_OR_URI;
import static dev.pgext.config.SettingTypes.integer;
import static dev.pgext.config.SettingTypes.keyword;

import dev.pgext.config.claim.RoleClaimKey;
import java.net.URI;
import java.util.List;

/** Rows of the table: tokens, the description, errors and logs. */
final class ApiRows {

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

  /** The rows, in order. */
  static final List<Setting<?>> ALL =
      List.of(
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
          URL_USE_LEGACY_TARGET_NAMES);

  private ApiRows() {}
}
