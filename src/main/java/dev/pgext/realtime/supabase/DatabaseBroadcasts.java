package dev.pgext.realtime.supabase;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Channels;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.MessageListener;
import dev.pgext.realtime.message.DatabaseMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What transactions say, said in the channels. Only what carries the database's signature is
 * private, so nothing that anybody else wrote into the log reaches a private channel.
 *
 * @param channels of every protocol
 */
public record DatabaseBroadcasts(Channels<Frame> channels) implements MessageListener {

  @Override
  public void broadcast(DatabaseMessage.Broadcast message, Cursor cursor, Instant committedAt) {
    byte[] payload = message.payload().getBytes(StandardCharsets.UTF_8);
    channels.publish(
        new ChannelName(message.channel(), message.isPrivate()),
        new Broadcast(message.event(), Content.JSON, payload, message.id(), false));
  }
}
