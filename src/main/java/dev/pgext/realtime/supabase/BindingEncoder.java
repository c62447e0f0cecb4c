package dev.pgext.realtime.supabase;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.EventEncoder;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.RowEvent;
import dev.pgext.realtime.phoenix.ChangeData;
import dev.pgext.realtime.phoenix.FrameWriter;
import dev.pgext.realtime.phoenix.Payloads;
import dev.pgext.realtime.phoenix.Vsn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one binding. Everybody with the same binding in a channel of the same name
 * gets the same frames.
 */
record BindingEncoder(Vsn vsn, String channel, long id, ColumnTypes types) implements EventEncoder {
  private static final byte[] NOTHING_KNOWN = "{}".getBytes(StandardCharsets.UTF_8);

  @Override
  public Frame row(RowEvent event) {
    ChangeData data =
        new ChangeData(
            event.table().name().schema(),
            event.table().name().name(),
            event.committedAt(),
            event.operation().name(),
            types.json(event.table(), event.columns()),
            event.record(),
            oldRecord(event));
    return frame("postgres_changes", Payloads.change(List.of(id), data.json()));
  }

  /** Clients expect one wherever there was a row before. */
  private static byte @Nullable [] oldRecord(RowEvent event) {
    byte[] known = event.oldRecord();
    return switch (event.operation()) {
      case INSERT -> null;
      case UPDATE, DELETE -> known == null ? NOTHING_KNOWN : known;
    };
  }

  @Override
  public Frame truncated(TableShape table, Cursor cursor, Instant committedAt) {
    return system("ok", "Truncated " + table.name().schema() + "." + table.name().name());
  }

  @Override
  public Frame resync(long epoch, Cursor cursor, String reason) {
    return system("error", "Resync: changes were missed, load the rows again. " + reason);
  }

  private Frame system(String status, String message) {
    return frame("system", Payloads.system("postgres_changes", status, message, channel));
  }

  private Frame frame(String event, byte[] payload) {
    String topic = PhoenixFormat.PREFIX + channel;
    return Frame.text(FrameWriter.text(vsn, null, null, topic, event, payload));
  }
}
