package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.config.Config;
import dev.pgext.config.JwtSecret;
import dev.pgext.config.claim.RoleClaimKey;
import dev.pgext.error.AuthError;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides who a request is, from its Authorization header alone.
 *
 * <p>One belongs to one {@link Config.Jwt}: a reload that changes that makes a new one, so that no
 * token which an old secret verified outlives it. Thread-safe.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/auth.html">PostgREST:
 *     authentication</a>
 */
public final class Authenticator {
  private static final ObjectNode NO_CLAIMS = JsonNodeFactory.instance.objectNode();
  private static final String BEARER = "bearer";

  private final Config.Jwt settings;
  private final @Nullable KeySet keys;
  private final RoleClaimKey roleClaimKey;
  private final @Nullable String anonymousRole;
  private final ClaimRules rules;
  private final TokenCache cache;
  private final TokenSigner signer;
  private volatile @Nullable AuthContext anonymousContext;

  /**
   * Reads the keys.
   *
   * @throws IllegalArgumentException when {@code jwt-secret} is a JWK or a set that is not well
   *     formed: it must not serve as the text of an HMAC secret, since it may be public
   */
  public Authenticator(Config config, InstantSource clock, TokenCacheStatistics statistics) {
    Config.Jwt jwt = config.jwt();
    this.settings = jwt;
    JwtSecret secret = jwt.secret();
    this.keys = secret == null ? null : KeySet.of(secret);
    this.roleClaimKey = jwt.roleClaimKey();
    this.anonymousRole = config.database().anonRole();
    this.rules = new ClaimRules(jwt.audience(), clock);
    this.cache = new TokenCache(jwt.cacheMaxEntries(), statistics);
    this.signer = new TokenSigner(jwt, clock);
  }

  /**
   * The role and the claims of a request.
   *
   * @param authorizationHeader the header's value; without one, and with any other scheme than
   *     Bearer, the request is anonymous
   * @throws dev.pgext.error.ApiException with an {@link AuthError}
   */
  public AuthContext authenticate(@Nullable String authorizationHeader) {
    String token = authorizationHeader == null ? null : bearerToken(authorizationHeader);
    return token == null ? withoutToken() : context(verifiedClaims(token));
  }

  /** Whether one made of that configuration would decide as this one does. */
  public boolean decidesAsBy(Config config) {
    return config.jwt().equals(settings)
        && Objects.equals(config.database().anonRole(), anonymousRole);
  }

  /** What makes tokens that this accepts. */
  public TokenSigner signer() {
    return signer;
  }

  /** Always the same, and asked for by most requests. */
  private AuthContext withoutToken() {
    AuthContext known = anonymousContext;
    if (known == null) {
      known = context(NO_CLAIMS);
      anonymousContext = known;
    }
    return known;
  }

  private AuthContext context(ObjectNode claims) {
    rules.check(claims);
    String role = role(claims);
    return new AuthContext(role, ClaimsJson.encode(claims, role), role.equals(anonymousRole));
  }

  /** What follows the scheme, whose case does not matter; null where it is another scheme. */
  private static @Nullable String bearerToken(String header) {
    int scheme = 0;
    while (scheme < header.length() && !isSpace(header.charAt(scheme))) {
      scheme++;
    }
    if (!header.substring(0, scheme).equalsIgnoreCase(BEARER)) {
      return null;
    }
    int start = scheme;
    while (start < header.length() && isSpace(header.charAt(start))) {
      start++;
    }
    return header.substring(start);
  }

  private static boolean isSpace(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  private ObjectNode verifiedClaims(String token) {
    KeySet verifiers = keys;
    if (verifiers == null) {
      throw new AuthError.SecretMissing().asException();
    }
    return cache.claims(token, fresh -> verify(verifiers, fresh));
  }

  private static ObjectNode verify(KeySet keys, String text) {
    CompactToken token = CompactToken.parse(text);
    keys.verify(token);
    return ClaimsJson.parse(token.payload());
  }

  private String role(ObjectNode claims) {
    return roleClaimKey.evaluate(claims).map(Authenticator::roleName).orElseGet(this::anonymous);
  }

  /** A role that is not text is taken by its JSON, which no role is likely to be called. */
  private static String roleName(JsonNode role) {
    return role.isTextual() ? role.textValue() : ClaimsJson.encode(role);
  }

  private String anonymous() {
    if (anonymousRole == null) {
      throw new AuthError.TokenRequired().asException();
    }
    return anonymousRole;
  }
}
