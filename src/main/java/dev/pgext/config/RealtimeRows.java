package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.BOOLEAN;
import static dev.pgext.config.SettingTypes.LIST;
import static dev.pgext.config.SettingTypes.TEXT;
import static dev.pgext.config.SettingTypes.accessPatterns;
import static dev.pgext.config.SettingTypes.bytes;
import static dev.pgext.config.SettingTypes.integer;
import static dev.pgext.config.SettingTypes.seconds;
import static dev.pgext.config.SettingTypes.slotName;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the table: {@code realtime-*} and what goes with it. */
final class RealtimeRows {

  private static final int MEBIBYTE = 1024 * 1024;

  static final Setting<Boolean> ENABLED =
      row("realtime-enabled", BOOLEAN, true, r -> r.enabled())
          .says("Read the database's changes and serve websockets.");

  static final Setting<String> DB_URI =
      RealtimeRows.<String>row("realtime-db-uri", TEXT, null, r -> r.source().uri())
          .example("\"postgres://replicator@localhost/shop\"")
          .says(
              "The connection that reads changes, whose role needs REPLICATION; db-uri when unset. A"
                  + " role of its own keeps REPLICATION away from what requests can reach. @file"
                  + " reads it from a file.");

  static final Setting<String> SLOT =
      row("realtime-slot", slotName("realtime-slot"), "pgext", r -> r.source().slot())
          .says("The replication slot: one reader at a time, and one name per project.");

  static final Setting<String> PUBLICATION =
      row("realtime-publication", TEXT, "pgext", r -> r.source().publication())
          .says("The publication that holds the watched tables.");

  static final Setting<Duration> RETENTION =
      row(
              "realtime-retention",
              seconds("realtime-retention"),
              Duration.ofMinutes(5),
              r -> r.retention().time())
          .says(
              "How long a client may be away and still get exactly what it missed, in seconds; that"
                  + " much WAL is kept, about twice the window.");

  static final Setting<Long> RETENTION_BYTES =
      row(
              "realtime-retention-bytes",
              bytes("realtime-retention-bytes"),
              64L * MEBIBYTE,
              r -> r.retention().bytes())
          .says("The most WAL that the retention window spans; it gets shorter for it.");

  static final Setting<Long> MAX_WAL =
      row(
              "realtime-max-wal",
              bytes("realtime-max-wal"),
              1024L * MEBIBYTE,
              r -> r.retention().maxWal())
          .says(
              "The most WAL that the slot may hold back, with whatever it could not yet read. Past it"
                  + " the slot is advanced and every client is told to take a new snapshot.");

  static final Setting<Long> MAX_TRANSACTION =
      row(
              "realtime-max-transaction",
              bytes("realtime-max-transaction"),
              64L * MEBIBYTE,
              r -> r.source().maxTransaction())
          .says(
              "The largest transaction that is delivered, in bytes; of a larger one the subscribers"
                  + " of its tables are told to take a new snapshot.");

  static final Setting<Integer> QUEUE_MESSAGES =
      row(
              "realtime-queue-messages",
              integer("realtime-queue-messages", 16, 10_000_000),
              10_000,
              r -> r.connections().queueMessages())
          .says(
              "How many messages may wait for a slow client; past it its connection is closed, and it"
                  + " goes on from its cursor when it returns.");

  static final Setting<Long> QUEUE_BYTES =
      row(
              "realtime-queue-bytes",
              bytes("realtime-queue-bytes"),
              8L * MEBIBYTE,
              r -> r.connections().queueBytes())
          .says("How many bytes may wait for a slow client; past it its connection is closed.");

  static final Setting<Duration> HEARTBEAT =
      row(
              "realtime-heartbeat",
              seconds("realtime-heartbeat", 1),
              Duration.ofSeconds(30),
              r -> r.connections().heartbeat())
          .says(
              "How often a quiet connection is pinged, in seconds; one from which nothing comes for"
                  + " more than twice as long is closed.");

  static final Setting<Integer> MAX_CONNECTIONS =
      row(
              "realtime-max-connections",
              integer("realtime-max-connections", 1, 1_000_000),
              20_000,
              r -> r.connections().maximum())
          .says("The most websockets at a time; one more is answered 503.");

  static final Setting<Integer> MAX_SUBSCRIPTIONS =
      row(
              "realtime-max-subscriptions",
              integer("realtime-max-subscriptions", 1, 100_000),
              100,
              r -> r.connections().maxSubscriptions())
          .says("The most subscriptions and channels of one connection.");

  static final Setting<Integer> MAX_MESSAGE =
      row(
              "realtime-max-message",
              integer("realtime-max-message", 1024, 64 * MEBIBYTE),
              MEBIBYTE,
              r -> r.connections().maxMessage())
          .says("The longest message that a client may send, in bytes; a longer one is refused.");

  static final Setting<Integer> RATE =
      row("realtime-rate", integer("realtime-rate", 1, 1_000_000), 100, r -> r.connections().rate())
          .says(
              "How many messages a second are taken from one connection; more of them wait, none is"
                  + " lost.");

  static final Setting<List<String>> ALLOWED_ORIGINS =
      row(
              "realtime-allowed-origins",
              LIST,
              List.<String>of(),
              r -> r.connections().allowedOrigins())
          .example("\"https://example.com, https://example.org\"")
          .says("The origins of pages that may open a websocket; all of them when empty.");

  static final Setting<List<AccessPattern>> ALLOW =
      row(
              "realtime-allow",
              accessPatterns("realtime-allow"),
              List.of(
                  new AccessPattern.Tables("*", "*", "*"), new AccessPattern.Channels("*", "*")),
              r -> r.access().allow())
          .says(
              "Who may subscribe to what, besides what grants and policies say: patterns"
                  + " role:schema.table for tables and role:#channel for channels, where * stands for"
                  + " any characters, as in anon:public.* or authenticated:#room-*. What no pattern"
                  + " covers is refused.");

  static final Setting<List<AccessPattern>> DENY =
      row(
              "realtime-deny",
              accessPatterns("realtime-deny"),
              List.<AccessPattern>of(),
              r -> r.access().deny())
          .example("\"anon:*.audit_log, anon:#staff-*\"")
          .says("What is refused although realtime-allow covers it; the same patterns.");

  static final Setting<Boolean> AUTO_WATCH =
      row("realtime-auto-watch", BOOLEAN, false, r -> r.autoWatch())
          .says(
              "Watch a table when somebody who may read it subscribes to it; without it a table must"
                  + " be watched with pgext.watch first.");

  static final Setting<Boolean> COMPRESSION =
      row("realtime-compression", BOOLEAN, false, r -> r.connections().compression())
          .says(
              "Compress messages (permessage-deflate) for clients that offer it: less traffic for"
                  + " about 90 kB of memory a connection.");

  static final Setting<Integer> WS_PORT =
      RealtimeRows.<Integer>row("ws-port", integer("ws-port", 0, 65_535), null, r -> r.port())
          .example("3002")
          .says("A further port for websockets; the API's own port serves them anyway.");

  static final Setting<Boolean> INSTALL_SQL =
      row("install-sql", BOOLEAN, true, r -> r.installSql())
          .says(
              "Install or upgrade the schemas pgext and realtime at start, as far as the role of the"
                  + " connection may; what it may not is logged with the statement to run.");

  /** The rows, in order. */
  static final List<Setting<?>> ALL =
      List.of(
          ENABLED,
          DB_URI,
          SLOT,
          PUBLICATION,
          RETENTION,
          RETENTION_BYTES,
          MAX_WAL,
          MAX_TRANSACTION,
          QUEUE_MESSAGES,
          QUEUE_BYTES,
          HEARTBEAT,
          MAX_CONNECTIONS,
          MAX_SUBSCRIPTIONS,
          MAX_MESSAGE,
          RATE,
          ALLOWED_ORIGINS,
          ALLOW,
          DENY,
          AUTO_WATCH,
          COMPRESSION,
          WS_PORT,
          INSTALL_SQL);

  private RealtimeRows() {}

  private interface Reader<T> {
    @Nullable T read(Config.Realtime realtime);
  }

  private static <T> Setting<T> row(
      String key, SettingType<T> type, @Nullable T fallback, Reader<T> reader) {
    return Setting.<T>of(key, type, fallback, config -> reader.read(config.realtime()))
        .fixed()
        .origin(PGEXT);
  }
}
