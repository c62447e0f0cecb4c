package dev.pgext.config;

import org.jspecify.annotations.Nullable;

/** Values of {@link RealtimeRows} → {@link Config.Realtime}. Confined to one load. */
final class RealtimeAssembler {

  private final SettingValues values;

  RealtimeAssembler(SettingValues values) {
    this.values = values;
  }

  /**
   * The record.
   *
   * @param uri of {@code realtime-db-uri}, read from its file
   */
  Config.Realtime assemble(@Nullable String uri) {
    Config.Realtime realtime =
        new Config.Realtime(
            values.get(RealtimeRows.ENABLED),
            source(uri),
            retention(),
            connections(),
            new Config.Access(values.get(RealtimeRows.ALLOW), values.get(RealtimeRows.DENY)),
            values.get(RealtimeRows.AUTO_WATCH),
            values.find(RealtimeRows.WS_PORT),
            values.get(RealtimeRows.INSTALL_SQL));
    check(realtime.retention());
    return realtime;
  }

  private void check(Config.Retention retention) {
    if (retention.maxWal() <= retention.bytes()) {
      values.fault("realtime-max-wal must be more than realtime-retention-bytes");
    }
  }

  private Config.Source source(@Nullable String uri) {
    return new Config.Source(
        uri,
        values.get(RealtimeRows.SLOT),
        values.get(RealtimeRows.PUBLICATION),
        values.get(RealtimeRows.MAX_TRANSACTION));
  }

  private Config.Retention retention() {
    return new Config.Retention(
        values.get(RealtimeRows.RETENTION),
        values.get(RealtimeRows.RETENTION_BYTES),
        values.get(RealtimeRows.MAX_WAL));
  }

  private Config.Connections connections() {
    return new Config.Connections(
        values.get(RealtimeRows.MAX_CONNECTIONS),
        values.get(RealtimeRows.QUEUE_MESSAGES),
        values.get(RealtimeRows.QUEUE_BYTES),
        values.get(RealtimeRows.HEARTBEAT),
        values.get(RealtimeRows.MAX_SUBSCRIPTIONS),
        values.get(RealtimeRows.MAX_MESSAGE),
        values.get(RealtimeRows.RATE),
        values.get(RealtimeRows.ALLOWED_ORIGINS),
        values.get(RealtimeRows.COMPRESSION));
  }
}
