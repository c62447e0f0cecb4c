package dev.pgext.realtime.conversation;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.EventEncoder;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.RowEvent;
import dev.pgext.realtime.protocol.ServerMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Events in pgext's own protocol, for subscriptions of one id. */
record JsonEncoder(String id) implements EventEncoder {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public Frame row(RowEvent event) {
    String type =
        switch (event.operation()) {
          case INSERT -> "insert";
          case UPDATE -> "update";
          case DELETE -> "delete";
        };
    return Frame.text(
        of(type, event.table())
            .withJson("record", event.record())
            .withJson("old_record", event.oldRecord())
            .with("unchanged", event.unchanged())
            .with("commit_timestamp", TIMESTAMP.format(event.committedAt()))
            .with("cursor", event.cursor().toString())
            .bytes());
  }

  private ServerMessage of(String type, TableShape table) {
    return ServerMessage.of(type)
        .with("id", id)
        .with("schema", table.name().schema())
        .with("table", table.name().name());
  }

  @Override
  public Frame truncated(TableShape table, Cursor cursor, Instant committedAt) {
    return Frame.text(
        of("truncate", table)
            .with("commit_timestamp", TIMESTAMP.format(committedAt))
            .with("cursor", cursor.toString())
            .bytes());
  }

  @Override
  public Frame resync(long epoch, Cursor cursor, String reason) {
    return Frame.text(
        ServerMessage.of("resync")
            .with("id", id)
            .with("reason", reason)
            .with("epoch", epoch)
            .with("cursor", cursor.toString())
            .bytes());
  }

  @Override
  public Frame begin(long xid, Cursor cursor, Instant committedAt) {
    return mark("begin", xid, cursor, committedAt);
  }

  @Override
  public Frame commit(long xid, Cursor cursor, Instant committedAt) {
    return mark("commit", xid, cursor, committedAt);
  }

  private Frame mark(String type, long xid, Cursor cursor, Instant committedAt) {
    return Frame.text(
        ServerMessage.of(type)
            .with("id", id)
            .with("xid", xid)
            .with("commit_timestamp", TIMESTAMP.format(committedAt))
            .with("cursor", cursor.toString())
            .bytes());
  }
}
