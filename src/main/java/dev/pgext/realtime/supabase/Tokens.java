package dev.pgext.realtime.supabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.auth.AuthContext;
import dev.pgext.auth.Authenticator;
import dev.pgext.realtime.visibility.Viewer;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens are who REST says they are. Thread-safe. */
final class Tokens {
  /** As long as REST still takes a token that has expired: clocks differ. */
  private static final long LEEWAY_SECONDS = 30;

  /** More seconds than an instant needs to have; the year 33,658. */
  private static final double NEVER = 1e12;

  private static final JsonMapper JSON = new JsonMapper();

  private final Supplier<Authenticator> authenticator;

  Tokens(Supplier<Authenticator> authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Whose token it is.
   *
   * @param token null for nobody's
   * @throws dev.pgext.error.ApiException where it does not hold
   */
  Identity identify(@Nullable String token) {
    AuthContext context =
        authenticator.get().authenticate(token == null ? null : "Bearer " + token);
    Viewer viewer = new Viewer(context.role(), context.claims());
    return new Identity(viewer, token == null ? null : validUntil(context.claims()));
  }

  private static @Nullable Instant validUntil(String claims) {
    try {
      JsonNode expiry = JSON.readTree(claims).path("exp");
      return expiry.isNumber() && expiry.doubleValue() < NEVER
          ? Instant.ofEpochSecond(expiry.longValue() + LEEWAY_SECONDS)
          : null;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether a text is a token at all: three parts. Keys of other kinds stand for nobody. */
  static boolean isToken(@Nullable String text) {
    return text != null && text.chars().filter(character -> character == '.').count() == 2;
  }
}
