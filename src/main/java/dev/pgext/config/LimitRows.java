package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.INTERNAL;
import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.bytes;
import static dev.pgext.config.SettingTypes.integer;
import static dev.pgext.config.SettingTypes.milliseconds;
import static dev.pgext.config.SettingTypes.seconds;

import java.time.Duration;
import java.util.List;

/** Rows of the table: where a request is refused, and delays for tests. */
final class LimitRows {

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
              integer("limit-logic-depth", 1, 250),
              100,
              c -> c.limits().logicDepth())
          .origin(PGEXT)
          .says("How deep and, or and not may nest.");

  static final Setting<Integer> LIMIT_EMBED_DEPTH =
      Setting.of(
              "limit-embed-depth",
              integer("limit-embed-depth", 1, 250),
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

  /** The rows, in order. */
  static final List<Setting<?>> ALL =
      List.of(
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

  private LimitRows() {}
}
