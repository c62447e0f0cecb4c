package dev.pgext.realtime.supabase;

import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.phoenix.FrameWriter;
import dev.pgext.realtime.phoenix.Payloads;
import dev.pgext.realtime.phoenix.Vsn;
import org.jspecify.annotations.Nullable;

/**
 * Where answers to one client's messages about one channel go.
 *
 * @param joinRef of the join that made the channel; null outside of one
 */
record Line(Session session, Vsn vsn, String topic, @Nullable String joinRef) {

  void reply(@Nullable String ref, byte[] payload) {
    if (ref != null) {
      session.send(frame(ref, "phx_reply", payload));
    }
  }

  /** The channel is done with, which clients believe only of the present join. */
  void end(String event) {
    session.send(frame(joinRef, event, Payloads.empty()));
  }

  void system(String extension, String status, String message) {
    session.send(systemFrame(extension, status, message));
  }

  /** The answer to a message. */
  Frame frame(@Nullable String ref, String event, byte[] payload) {
    return Frame.text(FrameWriter.text(vsn, joinRef, ref, topic, event, payload));
  }

  Frame systemFrame(String extension, String status, String message) {
    byte[] payload = Payloads.system(extension, status, message, channel());
    return Frame.text(FrameWriter.text(vsn, null, null, topic, "system", payload));
  }

  /** The channel's name. */
  String channel() {
    return topic.startsWith(PhoenixFormat.PREFIX)
        ? topic.substring(PhoenixFormat.PREFIX.length())
        : topic;
  }
}
