package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.config.Config;
import dev.pgext.config.JwtSecret;
import dev.pgext.error.ApiException;
import dev.pgext.error.TokenError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Claims → a token that this server accepts, signed with {@code jwt-secret}. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-7.1">RFC 7515: compact
 *     serialization</a>
 */
public final class TokenSigner {
  /** How long a token holds whose claims do not say it. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private final Config.Jwt settings;
  private final InstantSource clock;
  private volatile @Nullable SigningKey known;

  /** The key is not read before it is needed: it may be one that only verifies. */
  public TokenSigner(Config.Jwt settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Signs claims. {@code iat}, {@code exp} and the audience that the server wants are added where
   * they are missing; an {@code exp} that is null means that the token never ends.
   *
   * @param claims a JSON object
   * @throws ApiException with a {@link TokenError}
   */
  public String sign(byte[] claims) {
    SigningKey key = key();
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("alg", key.algorithm().text()).put("typ", "JWT");
    if (key.keyId() != null) {
      header.put("kid", key.keyId());
    }
    String signed = encoded(header) + "." + encoded(completed(read(claims)));
    byte[] signature = key.algorithm().sign(key.key(), signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static ObjectNode read(byte[] claims) {
    try {
      return ClaimsJson.object(claims);
    } catch (IOException notAnObject) {
      throw new TokenError.NotClaims("they are not a JSON object").asException();
    }
  }

  private ObjectNode completed(ObjectNode claims) {
    long now = clock.instant().getEpochSecond();
    if (!claims.has("iat")) {
      claims.put("iat", now);
    }
    JsonNode expiry = claims.path("exp");
    if (expiry.isMissingNode()) {
      claims.put("exp", now + LIFETIME.toSeconds());
    } else if (expiry.isNull()) {
      claims.remove("exp");
    } else if (!expiry.isNumber()) {
      throw new TokenError.NotClaims("exp is not a number of seconds since 1970").asException();
    }
    if (settings.audience() != null && !claims.has("aud")) {
      claims.put("aud", settings.audience());
    }
    return claims;
  }

  private SigningKey key() {
    SigningKey key = known;
    if (key == null) {
      key = readKey();
      known = key;
    }
    return key;
  }

  private SigningKey readKey() {
    JwtSecret secret = settings.secret();
    if (secret == null) {
      throw new TokenError.NoSigningKey("jwt-secret is not set").asException();
    }
    try {
      return SigningKey.of(secret)
          .orElseThrow(
              () ->
                  new TokenError.NoSigningKey("jwt-secret has public keys only, which verify")
                      .asException());
    } catch (IllegalArgumentException malformed) {
      throw new TokenError.NoSigningKey(String.valueOf(malformed.getMessage())).asException();
    }
  }

  private static String encoded(JsonNode json) {
    byte[] text = ClaimsJson.encode(json).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }
}
