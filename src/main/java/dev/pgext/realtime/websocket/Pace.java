package dev.pgext.realtime.websocket;

import java.time.Duration;

/** Runs something later, without holding a thread. */
@FunctionalInterface
public interface Pace {
  void after(Duration delay, Runnable task);
}
