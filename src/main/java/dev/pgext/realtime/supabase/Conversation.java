package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiException;
import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.hub.SocketHandler;
import dev.pgext.realtime.phoenix.BroadcastPush;
import dev.pgext.realtime.phoenix.ClientFrame;
import dev.pgext.realtime.phoenix.ClientMessage;
import dev.pgext.realtime.phoenix.FrameReader;
import dev.pgext.realtime.phoenix.JoinRequest;
import dev.pgext.realtime.phoenix.MalformedFrameException;
import dev.pgext.realtime.phoenix.Payloads;
import dev.pgext.realtime.phoenix.Vsn;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One socket's messages, told to the channels that they are about. */
final class Conversation implements SocketHandler {
  private static final int NORMAL = 1000;
  private static final String SOCKET = "phoenix";

  private final SupabaseProtocol protocol;
  private final Session session;
  private final Vsn vsn;
  private final ApiKey key;
  private final ResumePoint point;
  private final ConcurrentMap<String, JoinedChannel> channels = new ConcurrentHashMap<>();

  Conversation(SupabaseProtocol protocol, Session session, Vsn vsn, ApiKey key, ResumePoint point) {
    this.protocol = protocol;
    this.session = session;
    this.vsn = vsn;
    this.key = key;
    this.point = point;
  }

  @Override
  public void text(String message) {
    read(() -> FrameReader.text(message, vsn));
  }

  @Override
  public void binary(byte[] message) {
    read(() -> BroadcastPush.read(message));
  }

  private void read(Supplier<ClientFrame> reader) {
    try {
      handle(reader.get());
    } catch (MalformedFrameException e) {
      session.faulty(new RealtimeError.BadMessage(e.reason()));
      new Line(session, vsn, SOCKET, null).system("system", "error", e.reason());
    }
  }

  private void handle(ClientFrame frame) {
    switch (frame.message()) {
      case ClientMessage.Heartbeat heartbeat -> line(frame).reply(frame.ref(), Payloads.ok());
      case ClientMessage.Join join -> join(frame, join.request());
      case ClientMessage.InvalidJoin invalid ->
          refuse(frame, "InvalidJoinPayload: " + invalid.reason());
      case ClientMessage.Leave leave -> leave(frame);
      case ClientMessage.Unknown unknown -> {}
      default -> tell(frame);
    }
  }

  private void join(ClientFrame frame, JoinRequest request) {
    JoinedChannel before = channels.remove(frame.topic());
    if (before != null) {
      before.close();
    }
    try {
      JoinedChannel channel =
          new Admission(protocol, key, point).admit(line(frame), frame.ref(), request, count());
      channels.put(frame.topic(), channel);
      channel.start(ended -> channels.remove(frame.topic(), ended));
    } catch (RefusedJoinException e) {
      refuse(frame, e.reason());
    } catch (ApiException e) {
      refuse(frame, Refusals.of(e.error()));
    }
  }

  private int count() {
    return channels.values().stream().mapToInt(JoinedChannel::size).sum();
  }

  private void refuse(ClientFrame frame, String reason) {
    line(frame).reply(frame.ref(), Payloads.refused(reason));
  }

  /** A join's own ref is what the channel's later messages are known by. */
  private Line line(ClientFrame frame) {
    boolean join = frame.message() instanceof ClientMessage.Join;
    String joinRef = join && frame.joinRef() == null ? frame.ref() : frame.joinRef();
    return new Line(session, vsn, frame.topic(), joinRef);
  }

  /** Leaving what one is not in succeeds, too. */
  private void leave(ClientFrame frame) {
    JoinedChannel channel = find(frame);
    line(frame).reply(frame.ref(), Payloads.ok());
    if (channel != null) {
      channels.remove(frame.topic(), channel);
      point.left(frame.topic());
      channel.close();
    }
  }

  private void tell(ClientFrame frame) {
    JoinedChannel channel = find(frame);
    if (channel == null) {
      refuse(frame, Refusals.UNMATCHED);
      return;
    }
    try {
      channel.handle(frame.ref(), frame.message());
    } catch (ApiException e) {
      refuse(frame, Refusals.of(e.error()));
    }
  }

  /** Messages of a former join of the same topic are not about this one. */
  private @Nullable JoinedChannel find(ClientFrame frame) {
    String joinRef = frame.joinRef();
    JoinedChannel channel = channels.get(frame.topic());
    if (channel == null && joinRef != null) {
      // Binary frames garble topics that are not Latin-1.
      return channels.values().stream()
          .filter(joined -> joinRef.equals(joined.joinRef()))
          .findFirst()
          .orElse(null);
    }
    return channel == null || joinRef == null || joinRef.equals(channel.joinRef()) ? channel : null;
  }

  Session session() {
    return session;
  }

  /**
   * Finds out how far the client has come.
   *
   * @param reached what was handed to its socket; null while something of it is on its way
   */
  void confirm(@Nullable Cursor reached) {
    point.confirmed(session.acknowledged());
    if (reached != null && !reached.equals(point.confirmed())) {
      session.confirm(reached);
    }
  }

  @Override
  public void closed() {
    point.confirmed(session.acknowledged());
    channels.values().forEach(JoinedChannel::release);
    channels.clear();
    protocol.closed(this);
  }

  /** Its client came back on another socket. */
  void replaced() {
    session.close(NORMAL, "The session goes on elsewhere");
  }

  ResumePoint point() {
    point.confirmed(session.acknowledged());
    return point;
  }
}
