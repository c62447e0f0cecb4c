package dev.pgext.realtime.channel;

/**
 * Which channel. A private one and a public one of the same name have nothing in common: what is
 * said in one is not heard in the other.
 *
 * @param name as SQL knows it, without a protocol's prefix
 */
public record ChannelName(String name, boolean isPrivate) {}
