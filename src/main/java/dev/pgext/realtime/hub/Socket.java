package dev.pgext.realtime.hub;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open websocket's stream: bounded, in order, and without waiting for anybody. What is not
 * decided yet holds back what follows it on this socket alone.
 *
 * <p>Thread-safe. It locks itself, not a lock of its own: there are ten thousand of them.
 */
public final class Socket implements Session {
  /** Try again later: the client is too slow, and resumes. */
  static final int TOO_SLOW = 1013;

  /** Policy violation: the client sends what nobody understands. */
  static final int FLOOD = 1008;

  private static final int MAX_FAULTS = 50;

  private final String id;
  private final Transport transport;
  private final Config.Connections limits;
  private final Traffic traffic;
  private @Nullable ArrayDeque<Delivery> waiting;
  private @Nullable Consumer<Socket> onClosed;
  private @Nullable Cursor acknowledged;
  private int queuedMessages;
  private long queuedBytes;
  private int faults;
  private boolean closed;
  private boolean gone;

  public Socket(String id, Transport transport, Config.Connections limits, Traffic traffic) {
    this.id = id;
    this.transport = transport;
    this.limits = limits;
    this.traffic = traffic;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void send(Frame frame) {
    put(frame, false);
  }

  /** Sends, but for the last step: {@link #drain} must follow. */
  void enqueue(Frame frame) {
    put(frame, true);
  }

  private synchronized void put(Frame frame, boolean more) {
    if (closed || !admit(frame)) {
      return;
    }
    if (waiting == null) {
      transport.write(frame, more);
    } else {
      waiting.add(new Known(frame));
    }
  }

  /** Keeps a place for what is perhaps not decided yet. {@link #drain} must follow. */
  synchronized void enqueue(Delivery delivery) {
    if (closed) {
      return;
    }
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(delivery);
    if (waiting.size() > limits.queueMessages()) {
      overflow();
    }
  }

  @Override
  public Consumer<List<Frame>> reserve() {
    Undecided place = new Undecided();
    enqueue(place);
    return frames -> {
      place.decide(List.copyOf(frames));
      drain();
    };
  }

  /** Sends what does not wait any more. */
  synchronized void drain() {
    if (waiting != null && !closed) {
      release(waiting);
    }
    transport.flush();
  }

  private void release(ArrayDeque<Delivery> queue) {
    // Places that are given up make room, too.
    notifyAll();
    while (!closed && !queue.isEmpty()) {
      List<Frame> frames = queue.element().frames();
      if (frames == null) {
        return;
      }
      boolean admitted = queue.remove() instanceof Known;
      for (Frame frame : frames) {
        if (admitted || (!closed && admit(frame))) {
          transport.write(frame, true);
        }
      }
    }
    waiting = null;
  }

  private boolean admit(Frame frame) {
    if (queuedMessages >= limits.queueMessages()
        || (queuedMessages > 0 && queuedBytes + frame.size() > limits.queueBytes())) {
      overflow();
      return false;
    }
    queuedMessages++;
    queuedBytes += frame.size();
    traffic.queued(1, frame.size());
    return true;
  }

  /** The last cursor that the client saw is where it goes on: nothing is lost. */
  private void overflow() {
    traffic.tooSlow();
    close(TOO_SLOW, "{\"code\":\"PGEXT210\",\"message\":\"Too slow: reconnect and resume\"}");
  }

  /** The transport is done with a message. */
  public synchronized void written(Frame frame) {
    if (gone) {
      return;
    }
    queuedMessages--;
    queuedBytes -= frame.size();
    traffic.queued(-1, -frame.size());
    notifyAll();
  }

  /**
   * Waits until no more than half of the queue is full: for what is sent in bulk.
   *
   * @return whether it is still open
   */
  synchronized boolean awaitRoom() throws InterruptedException {
    while (!closed && !hasRoom()) {
      wait();
    }
    return !closed;
  }

  /** Whether no more than half of the queue is full. */
  synchronized boolean hasRoom() {
    return queuedMessages <= limits.queueMessages() / 2
        && queuedBytes <= limits.queueBytes() / 2
        && (waiting == null || waiting.size() <= limits.queueMessages() / 2);
  }

  @Override
  public synchronized void confirm(Cursor position) {
    // A ping overtakes messages that wait, so there must be none.
    if (!closed && waiting == null && queuedMessages == 0) {
      transport.ping(position.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The client answered a ping with what the ping said. */
  public synchronized void confirmed(byte[] position) {
    Cursor.parse(new String(position, StandardCharsets.US_ASCII))
        .ifPresent(cursor -> acknowledged = cursor);
  }

  @Override
  public synchronized @Nullable Cursor acknowledged() {
    return acknowledged;
  }

  @Override
  public synchronized void close(int code, String reason) {
    if (!closed) {
      closed = true;
      waiting = null;
      notifyAll();
      transport.close(code, reason);
    }
  }

  @Override
  public synchronized boolean isOpen() {
    return !closed;
  }

  @Override
  public synchronized void faulty(ApiError error) {
    traffic.faulty(error);
    faults++;
    if (faults > MAX_FAULTS) {
      close(FLOOD, "{\"code\":\"" + error.code() + "\",\"message\":\"Too many faulty messages\"}");
    }
  }

  /** Called once when it is closed, or at once where it is already; there is one listener. */
  void onClosed(Consumer<Socket> listener) {
    synchronized (this) {
      if (!closed) {
        onClosed = listener;
        return;
      }
    }
    listener.accept(this);
  }

  /** The connection is gone. */
  public void gone() {
    Consumer<Socket> listener;
    synchronized (this) {
      closed = true;
      gone = true;
      waiting = null;
      traffic.queued(-queuedMessages, -queuedBytes);
      queuedMessages = 0;
      queuedBytes = 0;
      listener = onClosed;
      onClosed = null;
      notifyAll();
    }
    if (listener != null) {
      listener.accept(this);
    }
  }
}
