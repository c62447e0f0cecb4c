package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.BOOLEAN;
import static dev.pgext.config.SettingTypes.EMPTYABLE_LIST;
import static dev.pgext.config.SettingTypes.FUNCTION;
import static dev.pgext.config.SettingTypes.LIST;
import static dev.pgext.config.SettingTypes.TEXT;
import static dev.pgext.config.SettingTypes.count;
import static dev.pgext.config.SettingTypes.integer;
import static dev.pgext.config.SettingTypes.keyword;
import static dev.pgext.config.SettingTypes.schemas;
import static dev.pgext.config.SettingTypes.seconds;

import dev.pgext.pg.QualifiedName;
import java.time.Duration;
import java.util.List;

/** Rows of the table: {@code db-*}, what is served and how it is reached. */
final class DatabaseRows {

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
      Setting.<Long>of("db-max-rows", count("db-max-rows"), null, c -> c.database().maxRows())
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

  /** The rows, in order. */
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
          DB_POOL_AUTOMATIC_RECOVERY);

  private DatabaseRows() {}
}
