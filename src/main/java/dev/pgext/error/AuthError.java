package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that is missing, unreadable or not valid (PostgREST's group 3).
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/errors.html#group-3-jwt">PostgREST:
 *     group 3</a>
 */
public sealed interface AuthError extends ApiError {

  /** A token came, but no secret is configured to check it with. */
  record SecretMissing() implements AuthError {}

  /** The token cannot be read or its signature does not hold. */
  record Undecodable(String reasonText, @Nullable String explanation) implements AuthError {}

  /** No token, and no anonymous role. */
  record TokenRequired() implements AuthError {}

  /** The signature holds, a claim does not. */
  record InvalidClaims(String reasonText, @Nullable String explanation) implements AuthError {}

  @Override
  default int status() {
    return this instanceof SecretMissing ? 500 : 401;
  }

  @Override
  default String code() {
    return switch (this) {
      case SecretMissing e -> "PGRST300";
      case Undecodable e -> "PGRST301";
      case TokenRequired e -> "PGRST302";
      case InvalidClaims e -> "PGRST303";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case SecretMissing e -> "Server lacks JWT secret";
      case Undecodable e -> e.reasonText();
      case TokenRequired e -> "Anonymous access is disabled";
      case InvalidClaims e -> e.reasonText();
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return switch (this) {
      case Undecodable e -> ApiError.text(e.explanation());
      case InvalidClaims e -> ApiError.text(e.explanation());
      case SecretMissing e -> null;
      case TokenRequired e -> null;
    };
  }

  @Override
  default List<Header> headers() {
    return switch (this) {
      case Undecodable e -> List.of(invalidToken(e.reasonText()));
      case InvalidClaims e -> List.of(invalidToken(e.reasonText()));
      case TokenRequired e -> List.of(new Header("WWW-Authenticate", "Bearer"));
      case SecretMissing e -> List.of();
    };
  }

  /** RFC 6750 section 3: the challenge for a token that came but does not do. */
  private static Header invalidToken(String description) {
    return new Header(
        "WWW-Authenticate",
        "Bearer error=\"invalid_token\", error_description=\"" + description + "\"");
  }
}
