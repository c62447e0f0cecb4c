package dev.pgext.realtime.hub;

import dev.pgext.realtime.hub.SubscriptionListener.Live;
import dev.pgext.realtime.visibility.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A subscription and where it sits: in one audience, or in one for each table of its schema. Its
 * seats are guarded by the hub's boundary.
 */
final class Member implements Subscription {
  private final Hub hub;
  private final Socket socket;
  private final SubscriptionRequest request;
  private final SubscriptionListener listener;
  private final List<Seat> seats = new ArrayList<>(1);
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile Viewer viewer;
  private volatile boolean ended;

  Member(Hub hub, Socket socket, SubscriptionRequest request, SubscriptionListener listener) {
    this.hub = hub;
    this.socket = socket;
    this.request = request;
    this.listener = listener;
    this.viewer = request.viewer();
  }

  Socket socket() {
    return socket;
  }

  SubscriptionRequest request() {
    return request;
  }

  /** Tells that it is live; once, also where it is found another place later. */
  void live(Live live) {
    if (!told.getAndSet(true)) {
      listener.live(live);
    }
  }

  /** Tells that it has caught up; once. */
  void settled() {
    if (!settled.getAndSet(true)) {
      listener.settled();
    }
  }

  SubscriptionListener listener() {
    return listener;
  }

  Viewer viewer() {
    return viewer;
  }

  List<Seat> seats() {
    return seats;
  }

  boolean ended() {
    return ended || !socket.isOpen();
  }

  void end() {
    ended = true;
  }

  @Override
  public void authorize(Viewer fresh) {
    if (!fresh.equals(viewer)) {
      viewer = fresh;
      hub.reauthorize(this);
    }
  }

  @Override
  public void remove() {
    hub.remove(this);
  }
}
