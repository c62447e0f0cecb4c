package dev.pgext.cli;

import dev.pgext.http.Frontend;
import dev.pgext.observe.Observation;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * What a server has beyond what its configuration says: while a project is developed.
 *
 * @param frontend instead of the configuration's; null where that counts
 * @param handlers see each request first
 * @param shown what of the log comes to the standard streams
 * @param listening runs right before the ports are listened to
 * @param warmUp what it is warmed up for
 */
record Additions(
    @Nullable Frontend frontend,
    List<Handler> handlers,
    Predicate<Observation> shown,
    Runnable listening,
    WarmUp.Goal warmUp) {
  static final Additions NONE =
      new Additions(null, List.of(), observation -> true, () -> {}, WarmUp.Goal.LOAD);

  Additions {
    handlers = List.copyOf(handlers);
  }

  /** Nothing but what runs right before the ports are listened to. */
  static Additions before(Runnable listening) {
    return new Additions(NONE.frontend, NONE.handlers, NONE.shown, listening, NONE.warmUp);
  }
}
