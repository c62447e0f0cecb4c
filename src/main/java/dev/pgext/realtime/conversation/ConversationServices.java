package dev.pgext.realtime.conversation;

import dev.pgext.auth.Authenticator;
import dev.pgext.config.Config;
import dev.pgext.realtime.channel.ChannelAuthorizer;
import dev.pgext.realtime.channel.Channels;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Subscriptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What conversations work with and do not own.
 *
 * @param product name and version of the server
 * @param epoch the log's
 */
public record ConversationServices(
    Subscriptions subscriptions,
    Channels<Frame> channels,
    ChannelAuthorizer authorizer,
    Supplier<Authenticator> authenticator,
    Supplier<Config> config,
    LongSupplier epoch,
    String product,
    InstantSource clock,
    Timer timer) {

  /** Runs something later, on a thread that must not block. */
  @FunctionalInterface
  public interface Timer {
    /** Returns what cancels it. */
    Runnable after(Duration delay, Runnable task);
  }
}
