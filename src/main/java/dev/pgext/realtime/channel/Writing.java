package dev.pgext.realtime.channel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one event once in each format. Confined to one thread. */
final class Writing<F> {
  private final ChannelName channel;
  private final ChannelEvent event;
  private final Map<ChannelFormat<F>, @Nullable F> written = new HashMap<>();

  Writing(ChannelName channel, ChannelEvent event) {
    this.channel = channel;
    this.event = event;
  }

  @Nullable F in(ChannelFormat<F> format) {
    F frame = written.get(format);
    if (frame == null && !written.containsKey(format)) {
      frame = format.write(channel, event);
      written.put(format, frame);
    }
    return frame;
  }
}
