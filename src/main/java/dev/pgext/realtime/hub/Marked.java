package dev.pgext.realtime.hub;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction's messages between its marks; no marks where there are no messages. */
record Marked(@Nullable Frame begin, List<Delivery> deliveries, @Nullable Frame commit)
    implements Delivery {

  @Override
  public @Nullable List<Frame> frames() {
    List<Frame> frames = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      List<Frame> some = delivery.frames();
      if (some == null) {
        return null;
      }
      frames.addAll(some);
    }
    if (frames.isEmpty()) {
      return frames;
    }
    List<Frame> marked = new ArrayList<>(frames.size() + 2);
    addIfAny(begin, marked);
    marked.addAll(frames);
    addIfAny(commit, marked);
    return marked;
  }

  private static void addIfAny(@Nullable Frame frame, List<Frame> frames) {
    if (frame != null) {
      frames.add(frame);
    }
  }
}
