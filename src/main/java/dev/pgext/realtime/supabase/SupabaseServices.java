package dev.pgext.realtime.supabase;

import dev.pgext.auth.Authenticator;
import dev.pgext.realtime.channel.ChannelAuthorizer;
import dev.pgext.realtime.channel.Channels;
import dev.pgext.realtime.channel.MessagePolicies.Database;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Subscriptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What the protocol needs of the server.
 *
 * @param channels shared with every other protocol
 * @param authenticator asked for with each token: a reload may change it
 * @param database where replays are read
 * @param timer runs short tasks that do not block
 * @param ids makes names that were never used before
 * @param most the most subscriptions and channels of one connection
 * @param retention how long a client may be away and go on where it was
 */
public record SupabaseServices(
    Channels<Frame> channels,
    ChannelAuthorizer authorizer,
    Subscriptions subscriptions,
    Supplier<Authenticator> authenticator,
    TypeNames types,
    Database database,
    ScheduledExecutorService timer,
    InstantSource clock,
    Supplier<String> ids,
    int most,
    Duration retention) {}
