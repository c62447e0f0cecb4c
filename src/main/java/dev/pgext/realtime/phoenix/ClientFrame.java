package dev.pgext.realtime.phoenix;

import org.jspecify.annotations.Nullable;

/**
 * What a client sent.
 *
 * @param joinRef the {@link #ref} of the join that made the channel it is about; null outside of
 *     one
 * @param ref the answer repeats it; null where no answer is wanted
 * @param topic {@code realtime:} and the channel's name, or {@code phoenix}
 */
public record ClientFrame(
    @Nullable String joinRef, @Nullable String ref, String topic, ClientMessage message) {}
