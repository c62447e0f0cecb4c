package dev.pgext.realtime.channel;

/** What became of something that was to be sent to a channel. */
public enum Outcome {
  /** Everybody gets it. */
  SENT,
  /** The sender may not, and nobody gets it. */
  FORBIDDEN,
  /** It is larger than the channel takes. */
  TOO_LARGE,
  /** More presences than a channel keeps. */
  TOO_MANY
}
