package dev.pgext.realtime.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.auth.AuthContext;
import dev.pgext.realtime.hub.Handshake;
import dev.pgext.realtime.visibility.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, and until when.
 *
 * @param expires null for a token that does not, and without one
 */
record Identity(Viewer viewer, @Nullable Instant expires) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BEARER = "Bearer ";

  /** More seconds than an instant needs to have; the year 33,658. */
  private static final double NEVER = 1e12;

  static Identity of(AuthContext context) {
    return new Identity(new Viewer(context.role(), context.claims()), expiry(context.claims()));
  }

  private static @Nullable Instant expiry(String claims) {
    try {
      JsonNode expiry = JSON.readTree(claims).path("exp");
      return expiry.isNumber() && expiry.doubleValue() < NEVER
          ? Instant.ofEpochSecond(expiry.longValue())
          : null;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("claims that are no JSON", e);
    }
  }

  /** The Authorization header that the handshake stands for; null where it names nobody. */
  static @Nullable String authorization(Handshake handshake) {
    String header = handshake.header("Authorization");
    if (header != null) {
      return header;
    }
    String token = handshake.parameter("token");
    if (token == null) {
      token = handshake.parameter("apikey");
    }
    return token == null || token.isEmpty() ? null : bearer(token);
  }

  static String bearer(String token) {
    return BEARER + token;
  }
}
