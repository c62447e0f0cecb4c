package dev.pgext.realtime.websocket;

import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Handshake;
import dev.pgext.realtime.hub.Socket;
import dev.pgext.realtime.hub.SocketHandler;
import dev.pgext.realtime.hub.SocketProtocol;
import dev.pgext.realtime.hub.Transport;
import dev.pgext.realtime.websocket.WebSocketEndpoint.WebSocketServices;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/**
 * One websocket: Jetty's frames on one side, {@link Socket} and {@link SocketHandler} on the other.
 * Jetty calls it by one thread at a time; what it sends comes from any.
 */
final class JettySocket implements FrameHandler, Transport {
  /** How long a client has for what was on the way to it when its socket was closed. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final SocketProtocol protocol;
  private final WebSocketServices services;
  private final Config.Connections limits;
  private final Set<JettySocket> open;
  private final Socket socket;
  private final String path;
  private final RateLimit rate;
  private final MessageBuffer buffer = new MessageBuffer();
  private @Nullable Handshake handshake;
  private @Nullable SocketHandler handler;
  private volatile @Nullable CoreSession session;
  private volatile boolean silent;
  private byte messageKind;

  JettySocket(
      SocketProtocol protocol,
      Handshake handshake,
      WebSocketServices services,
      Config.Connections limits,
      Set<JettySocket> open) {
    this.protocol = protocol;
    this.handshake = handshake;
    this.path = handshake.path();
    this.services = services;
    this.limits = limits;
    this.open = open;
    this.socket = new Socket(UUID.randomUUID().toString(), this, limits, services.traffic());
    this.rate = new RateLimit(limits.rate(), System.nanoTime());
  }

  @Override
  public void onOpen(CoreSession coreSession, Callback callback) {
    session = coreSession;
    open.add(this);
    services.traffic().sockets(1);
    Handshake first = handshake;
    handshake = null;
    if (first != null) {
      begin(first);
    }
    callback.succeeded();
    coreSession.demand();
  }

  private void begin(Handshake first) {
    try {
      handler = protocol.open(socket, first);
    } catch (ApiException e) {
      socket.close(CloseStatus.POLICY_VIOLATION, CloseReason.of(e.error()));
    }
  }

  @Override
  public void onFrame(org.eclipse.jetty.websocket.core.Frame frame, Callback callback) {
    silent = false;
    long delay = 0;
    try {
      switch (frame.getOpCode()) {
        case OpCode.TEXT, OpCode.BINARY -> {
          messageKind = frame.getOpCode();
          delay = data(frame);
        }
        case OpCode.CONTINUATION -> delay = data(frame);
        case OpCode.PING -> control(OpCode.PONG, payload(frame));
        case OpCode.PONG -> socket.confirmed(payload(frame));
        default -> {
          // Jetty answers a close.
        }
      }
    } catch (RuntimeException e) {
      callback.failed(e);
      return;
    }
    boolean last = frame.getOpCode() == OpCode.CLOSE;
    callback.succeeded();
    if (!last) {
      demand(delay);
    }
  }

  private void demand(long delay) {
    CoreSession current = session;
    if (current == null) {
      return;
    }
    if (delay <= 0) {
      current.demand();
    } else {
      services.pace().after(Duration.ofNanos(delay), current::demand);
    }
  }

  /** Nanoseconds until the next message may be read. */
  private long data(org.eclipse.jetty.websocket.core.Frame frame) {
    byte[] message = buffer.add(frame.getPayload(), frame.isFin(), limits.maxMessage());
    SocketHandler conversation = handler;
    if (message == null || conversation == null) {
      return 0;
    }
    if (messageKind == OpCode.TEXT) {
      conversation.text(MessageBuffer.text(message));
    } else {
      conversation.binary(message);
    }
    return rate.delay(System.nanoTime());
  }

  private static byte[] payload(org.eclipse.jetty.websocket.core.Frame frame) {
    byte[] payload = new byte[frame.getPayloadLength()];
    frame.getPayload().get(payload);
    return payload;
  }

  private void control(byte kind, byte[] payload) {
    CoreSession current = session;
    if (current != null) {
      current.sendFrame(
          new org.eclipse.jetty.websocket.core.Frame(kind, ByteBuffer.wrap(payload)),
          Callback.NOOP,
          false);
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    if (open.remove(this)) {
      services.traffic().sockets(-1);
    }
    services.observer().observe(closed(status));
    socket.gone();
    SocketHandler conversation = handler;
    handler = null;
    if (conversation != null) {
      // Jetty tells whoever writes in vain, and that one may hold what a conversation waits for.
      Thread.ofVirtual().name("realtime-closed").start(() -> end(conversation));
    }
    callback.succeeded();
  }

  private void end(SocketHandler conversation) {
    try {
      conversation.closed();
    } catch (RuntimeException bug) {
      services
          .observer()
          .observe(new Observation.Failure(Component.WEBSOCKET, "the end of a websocket", bug));
    }
  }

  private Observation closed(CloseStatus status) {
    CoreSession current = session;
    SocketAddress from = current == null ? null : current.getRemoteAddress();
    String client = from instanceof InetSocketAddress address ? address.getHostString() : "-";
    return new Observation.SocketClosed(client, path, status.getCode(), status.getReason());
  }

  /** Asks the client whether it is there; one that did not answer the last time is cut off. */
  void heartbeat() {
    if (silent) {
      abort();
      return;
    }
    silent = true;
    ping(new byte[0]);
  }

  @Override
  public void write(Frame frame, boolean more) {
    CoreSession current = session;
    if (current == null) {
      socket.written(frame);
      return;
    }
    byte kind = frame.isBinary() ? OpCode.BINARY : OpCode.TEXT;
    current.sendFrame(
        new OutgoingEntry.Builder(
                new org.eclipse.jetty.websocket.core.Frame(kind, frame.buffer()),
                new Written(socket, frame))
            .batch(more)
            .build());
  }

  @Override
  public void flush() {
    CoreSession current = session;
    if (current != null) {
      current.flush(Callback.NOOP);
    }
  }

  @Override
  public void ping(byte[] payload) {
    control(OpCode.PING, payload);
  }

  @Override
  public void close(int code, String reason) {
    CoreSession current = session;
    if (current != null) {
      current.close(code, reason, Callback.NOOP);
      // Who does not read does not read this either.
      services.pace().after(LAST_WORDS, current::abort);
    }
  }

  @Override
  public void abort() {
    CoreSession current = session;
    if (current != null) {
      current.abort();
    }
  }

  /** Tells the socket that a message left its queue, whether or not it arrived. */
  private record Written(Socket socket, Frame frame) implements Callback {
    @Override
    public void succeeded() {
      socket.written(frame);
    }

    @Override
    public void failed(Throwable cause) {
      socket.written(frame);
    }
  }
}
