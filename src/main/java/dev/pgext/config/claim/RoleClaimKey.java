package dev.pgext.config.claim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Where a token's claims name the role: {@code jwt-role-claim-key}.
 *
 * <p>Either a JSONPath, or PostgREST's older notation. See <a
 * href="https://docs.postgrest.org/en/v16/references/auth.html#jwt-role-extraction">PostgREST: role
 * extraction</a>.
 */
public sealed interface RoleClaimKey permits JsonPath, LegacyClaimPath {

  /** The first value the path selects, of whatever type. */
  Optional<JsonNode> evaluate(JsonNode claims);

  /** The path in normal form, as a dump shows it. */
  String text();

  /** Reads either notation, the newer one first; empty when it is neither. */
  static Optional<RoleClaimKey> parse(String text) {
    return JsonPath.parse(text)
        .<RoleClaimKey>map(path -> path)
        .or(() -> LegacyClaimPath.parse(text));
  }
}
