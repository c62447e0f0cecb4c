package dev.pgext.realtime.channel;

/**
 * The bounds of a channel.
 *
 * @param payloadBytes of one broadcast
 * @param stateBytes of one presence
 * @param presences of all its participants
 */
public record ChannelLimits(int payloadBytes, int stateBytes, int presences) {}
