package dev.pgext.realtime.channel;

import org.jspecify.annotations.Nullable;

/**
 * Somebody is seen in a channel. Nobody writes to its array.
 *
 * @param ref tells it from every other presence that ever was
 * @param previousRef the presence that it replaces; null where it is new
 * @param state a JSON object in UTF-8, chosen by whoever is seen
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Presence(String ref, @Nullable String previousRef, byte[] state) {}
