package dev.pgext.realtime.conversation;

import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.protocol.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a token's end: warns before it, says when it has come, and closes the socket of a client
 * that does not renew it for a minute more. Called under its conversation's lock.
 */
final class Expiry {
  private static final Duration WARNING = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final int POLICY_VIOLATION = 1008;

  private final Session session;
  private final ConversationServices services;
  private final Consumer<Identity> expired;
  private volatile @Nullable Runnable pending;

  Expiry(Session session, ConversationServices services, Consumer<Identity> expired) {
    this.session = session;
    this.services = services;
    this.expired = expired;
  }

  /** Watches this one, and no other any more. */
  void watch(Identity identity) {
    cancel();
    Instant end = identity.expires();
    if (end != null) {
      Duration left = Duration.between(services.clock().instant(), end);
      later(left.minus(WARNING), () -> warn(identity, end));
    }
  }

  private void warn(Identity identity, Instant end) {
    Duration left = Duration.between(services.clock().instant(), end);
    if (left.isPositive()) {
      long seconds = Math.max(1, left.toSeconds());
      session.send(Frame.text(ServerMessage.of("token_expiring").with("seconds", seconds).bytes()));
    }
    later(left, () -> end(identity));
  }

  private void end(Identity identity) {
    later(GRACE, () -> session.close(POLICY_VIOLATION, "{\"code\":\"PGRST303\"}"));
    expired.accept(identity);
  }

  private void later(Duration delay, Runnable task) {
    pending = services.timer().after(delay.isNegative() ? Duration.ZERO : delay, task);
  }

  void cancel() {
    Runnable task = pending;
    pending = null;
    if (task != null) {
      task.run();
    }
  }
}
