package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiError;
import dev.pgext.error.AuthError;

/** Faults in the words of Supabase Realtime: {@code Code: message}. */
final class Refusals {
  static final String TOPIC = "TopicNameRequired: You must provide a topic name";
  static final String UNMATCHED = "unmatched topic";
  static final String TOO_MANY = "ChannelRateLimitReached: Too many channels";
  static final String PUBLIC_REPLAY =
      "UnableToReplayMessages: Replay is not allowed for public channels";
  static final String PAYLOAD = "PayloadSizeExceeded: The message is too large";
  static final String PRESENCES = "PresenceLimitReached: Too many presences in this channel";

  private Refusals() {}

  static String unauthorized(String channel) {
    return "Unauthorized: You do not have permissions to read from this Channel topic: " + channel;
  }

  static String mute(String channel) {
    return "Unauthorized: You do not have permissions to write to this Channel topic: " + channel;
  }

  static String revoked(String channel) {
    return "You no longer have permission to read from this Channel topic: " + channel;
  }

  static String of(ApiError error) {
    String code =
        switch (error) {
          case AuthError.InvalidClaims e -> "InvalidJWTToken";
          case AuthError.Undecodable e -> "MalformedJWT";
          case AuthError.TokenRequired e -> "Unauthorized";
          default -> error.code();
        };
    return code + ": " + error.message();
  }
}
