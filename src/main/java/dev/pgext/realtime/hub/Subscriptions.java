package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import java.util.Map;
import java.util.Set;

/** Where protocols subscribe. Thread-safe. */
public interface Subscriptions {

  /**
   * Subscribes; returns at once. The listener hears when it is live, or that it was refused. A
   * socket that closes takes its subscriptions along.
   */
  Subscription add(Session session, SubscriptionRequest request, SubscriptionListener listener);

  /**
   * Up to where those sockets were handed everything that they subscribed to. One is left out while
   * some subscription of it is on its way: the others may have gone back to come along.
   */
  Map<Session, Cursor> reached(Set<Session> sessions);
}
