package dev.pgext.realtime.hub;

import dev.pgext.realtime.visibility.Viewer;

/** A client's interest in a table, from when it was asked for until it ends. Thread-safe. */
public interface Subscription {

  /**
   * Goes on as somebody else, from the next transaction on: the token was renewed. Rights that are
   * gone stop it with an error.
   */
  void authorize(Viewer viewer);

  /** Ends it; nothing is sent for it after the messages that are queued already. */
  void remove();
}
