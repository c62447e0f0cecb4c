package dev.pgext.realtime.supabase;

import dev.pgext.realtime.hub.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows to be let in. As at {@code /rest/v1} a key that is a token says who it is,
 * and a key of another kind stands for nobody.
 *
 * @param text null where there is none
 */
record ApiKey(@Nullable String text) {

  static ApiKey of(Handshake handshake) {
    String parameter = handshake.parameter("apikey");
    return new ApiKey(parameter == null ? handshake.header("apikey") : parameter);
  }

  /** The token that it is; null where it is none. */
  @Nullable String token() {
    return Tokens.isToken(text) ? text : null;
  }

  /** Whether a text that came as a token says no more than this key. */
  boolean says(String token) {
    return token.equals(text) || token.startsWith("sb_");
  }
}
