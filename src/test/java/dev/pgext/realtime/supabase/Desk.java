package dev.pgext.realtime.supabase;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.hub.Subscription;
import dev.pgext.realtime.hub.SubscriptionListener;
import dev.pgext.realtime.hub.SubscriptionListener.Live;
import dev.pgext.realtime.hub.SubscriptionRequest;
import dev.pgext.realtime.hub.Subscriptions;
import dev.pgext.realtime.visibility.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes subscriptions, and does with them what a test says. */
final class Desk implements Subscriptions {
  final Map<Session, Cursor> reached = new HashMap<>();
  final List<Order> orders = new ArrayList<>();

  static final class Order implements Subscription {
    final SubscriptionRequest request;
    final SubscriptionListener listener;
    Viewer viewer;
    boolean removed;

    Order(SubscriptionRequest request, SubscriptionListener listener) {
      this.request = request;
      this.listener = listener;
      this.viewer = request.viewer();
    }

    void live() {
      live(new Cursor(1, Lsn.parse("0/10"), 0));
    }

    void live(Cursor from) {
      listener.live(new Live(from, List.of(), List.of(), false));
    }

    @Override
    public void authorize(Viewer now) {
      viewer = now;
    }

    @Override
    public void remove() {
      removed = true;
    }
  }

  @Override
  public Map<Session, Cursor> reached(Set<Session> sessions) {
    return reached;
  }

  @Override
  public Subscription add(
      Session session, SubscriptionRequest request, SubscriptionListener listener) {
    Order order = new Order(request, listener);
    orders.add(order);
    return order;
  }
}
