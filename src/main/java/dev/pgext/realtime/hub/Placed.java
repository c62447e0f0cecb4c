package dev.pgext.realtime.hub;

/** A message of a transaction, and where in it that belongs: a change's number. */
record Placed(int index, Frame frame) {}
