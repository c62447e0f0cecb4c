package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A token that cannot be made of what a function returned as {@code pgext.jwt}. */
public sealed interface TokenError extends ApiError {

  /** The request wants something else than the whole token as JSON. */
  record TakenApart() implements TokenError {}

  /** The server has nothing to sign with. */
  record NoSigningKey(String explanation) implements TokenError {}

  /** What was returned cannot be the claims of a token. */
  record NotClaims(String explanation) implements TokenError {}

  @Override
  default int status() {
    return this instanceof TakenApart ? 400 : 500;
  }

  @Override
  default String code() {
    return switch (this) {
      case TakenApart e -> "PGEXT301";
      case NoSigningKey e -> "PGEXT302";
      case NotClaims e -> "PGEXT303";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case TakenApart e -> "A token is given whole, as JSON";
      case NoSigningKey e -> "The server cannot sign tokens";
      case NotClaims e -> "The claims cannot be those of a token";
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return ApiError.text(
        switch (this) {
          case TakenApart e -> null;
          case NoSigningKey e -> e.explanation();
          case NotClaims e -> e.explanation();
        });
  }

  @Override
  default @Nullable String hint() {
    return switch (this) {
      case TakenApart e -> "Leave out select, and accept application/json.";
      case NoSigningKey e ->
          "Set jwt-secret to a text of 32 characters or more, or to a JWK with its private part.";
      case NotClaims e -> null;
    };
  }
}
