package dev.pgext.realtime.hub;

/** Where protocols subscribe. Thread-safe; returns at once. */
public interface Subscriptions {

  /**
   * Subscribes. The listener hears when it is live, or that it was refused. A socket that closes
   * takes its subscriptions along.
   */
  Subscription add(Session session, SubscriptionRequest request, SubscriptionListener listener);
}
