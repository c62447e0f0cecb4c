package dev.pgext.realtime.hub;

import java.util.List;

/** A message that is known already. */
record Known(Frame frame) implements Delivery {
  @Override
  public List<Frame> frames() {
    return List.of(frame);
  }
}
