package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The claims that decide whether a token holds now and here: {@code exp}, {@code nbf}, {@code iat}
 * and {@code aud}. A claim that is null counts as absent; clocks may differ by half a minute.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/auth.html#jwt-claims-validation">PostgREST:
 *     claims validation</a>
 */
final class ClaimRules {
  private static final long LEEWAY_SECONDS = 30;

  private final @Nullable String audience;
  private final InstantSource clock;

  ClaimRules(@Nullable String audience, InstantSource clock) {
    this.audience = audience;
    this.clock = clock;
  }

  /** Throws for the first rule that a claim breaks. */
  void check(ObjectNode claims) {
    if (claims.isEmpty()) {
      return;
    }
    long now = clock.instant().getEpochSecond();
    BigDecimal expiry = numericDate(claims, "exp");
    if (expiry != null && expiry.compareTo(BigDecimal.valueOf(now - LEEWAY_SECONDS)) < 0) {
      throw TokenFaults.claims("JWT expired");
    }
    BigDecimal latest = BigDecimal.valueOf(now + LEEWAY_SECONDS);
    requireStarted(numericDate(claims, "nbf"), latest, "JWT not yet valid");
    requireStarted(numericDate(claims, "iat"), latest, "JWT issued at future");
    checkAudience(claims.path("aud"));
  }

  private static void requireStarted(
      @Nullable BigDecimal start, BigDecimal latest, String message) {
    if (start != null && start.compareTo(latest) > 0) {
      throw TokenFaults.claims(message);
    }
  }

  /** RFC 7519, section 2: seconds since the epoch, perhaps with a fraction. */
  private static @Nullable BigDecimal numericDate(ObjectNode claims, String name) {
    JsonNode value = claims.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw TokenFaults.claims("The JWT '" + name + "' claim must be a number");
    }
    return value.decimalValue();
  }

  private void checkAudience(JsonNode value) {
    if (value.isMissingNode() || value.isNull() || value.isTextual()) {
      requireAudience(!value.isTextual() || isMeant(value));
      return;
    }
    if (!value.isArray() || !elements(value).allMatch(JsonNode::isTextual)) {
      throw TokenFaults.claims("The JWT 'aud' claim must be a string or an array of strings");
    }
    requireAudience(value.isEmpty() || elements(value).anyMatch(this::isMeant));
  }

  private static void requireAudience(boolean meant) {
    if (!meant) {
      throw TokenFaults.claims("JWT not in audience");
    }
  }

  private boolean isMeant(JsonNode text) {
    return audience == null || audience.equals(text.textValue());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
