package dev.pgext.realtime.hub;

import dev.pgext.realtime.visibility.Viewer;
import java.util.ArrayList;
import java.util.List;

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
