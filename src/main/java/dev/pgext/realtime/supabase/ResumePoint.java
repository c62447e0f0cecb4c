package dev.pgext.realtime.supabase;

import dev.pgext.realtime.cdc.Cursor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is: what its websocket confirmed to have received, and since when it hears which
 * binding. Thread-safe.
 */
final class ResumePoint {
  /** For clients that do not come back by name. */
  static final ResumePoint NOWHERE = new ResumePoint(null);

  /** Of a client that comes and goes without joining again what it left, no more is kept. */
  private static final int MOST = 1000;

  private final @Nullable String session;

  /** Bindings of the connection before, which are not joined again yet. */
  private final Map<Heard, Cursor> left = new ConcurrentHashMap<>();

  private final Map<Heard, Cursor> hears = new ConcurrentHashMap<>();
  private volatile @Nullable Cursor confirmed;

  ResumePoint(@Nullable String session) {
    this.session = session;
  }

  /** A binding of a channel. */
  private record Heard(String topic, long binding) {}

  @Nullable String session() {
    return session;
  }

  /** It is heard from here on. */
  void live(String topic, long binding, Cursor from) {
    if (session != null) {
      left.remove(new Heard(topic, binding));
      hears.put(new Heard(topic, binding), from);
    }
  }

  /** The client left the channel, and wants nothing more of it. */
  void left(String topic) {
    left.keySet().removeIf(heard -> heard.topic().equals(topic));
    hears.keySet().removeIf(heard -> heard.topic().equals(topic));
  }

  /** Everything up to here was received. */
  void confirmed(@Nullable Cursor cursor) {
    if (session != null && cursor != null) {
      confirmed = cursor;
    }
  }

  /** What was received for sure; null where nothing is. */
  @Nullable Cursor confirmed() {
    return confirmed;
  }

  /** From where a binding goes on; null for one that was not heard. */
  @Nullable Cursor of(String topic, long binding) {
    return left.get(new Heard(topic, binding));
  }

  /** Where the next connection begins. */
  ResumePoint continued() {
    ResumePoint next = new ResumePoint(session);
    Cursor received = confirmed;
    if (left.size() < MOST) {
      next.left.putAll(left);
    }
    hears.forEach(
        (heard, from) ->
            next.left.put(
                heard, received == null || received.compareTo(from) < 0 ? from : received));
    return next;
  }
}
