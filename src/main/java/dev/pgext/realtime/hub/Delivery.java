package dev.pgext.realtime.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that has its place in a socket's stream. */
interface Delivery {

  /** The messages to send there; null while it is not known which. */
  @Nullable List<Frame> frames();
}
