package dev.pgext.realtime.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in sockets' streams that waits for PostgreSQL's decision. What comes after it on the same
 * socket waits, too, and nobody else. Decided once, by any thread.
 */
final class Undecided implements Delivery {
  private volatile @Nullable List<Frame> frames;

  /** Nothing, or the messages in their order. */
  void decide(List<Frame> messages) {
    frames = messages;
  }

  @Override
  public @Nullable List<Frame> frames() {
    return frames;
  }
}
