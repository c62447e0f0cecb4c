package dev.pgext.auth;

import dev.pgext.error.ApiException;
import dev.pgext.error.AuthError;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which a token does not do, in PostgREST's words. None of them repeats anything of
 * the token, so that failures look alike for all users.
 */
final class TokenFaults {
  private TokenFaults() {}

  static ApiException empty() {
    return undecodable("Empty JWT is sent in Authorization header", null);
  }

  static ApiException unexpectedParts(long parts) {
    return undecodable("Expected 3 parts in JWT; got " + parts, null);
  }

  /** Not base64, not JSON, or of a kind that is not supported. */
  static ApiException unreadable() {
    return undecodable("JWT cryptographic operation failed", null);
  }

  static ApiException unsecured() {
    return undecodable(
        "Wrong or unsupported encoding algorithm",
        "JWT is unsecured but expected 'alg' was not 'none'");
  }

  static ApiException noSuitableKey() {
    return undecodable(
        "No suitable key or wrong key type", "No suitable key was found to decode the JWT");
  }

  static ApiException signatureMismatch() {
    return undecodable(
        "No suitable key or wrong key type", "None of the keys was able to decode the JWT");
  }

  static ApiException claims(String message) {
    return new AuthError.InvalidClaims(message, null).asException();
  }

  private static ApiException undecodable(String message, @Nullable String details) {
    return new AuthError.Undecodable(message, details).asException();
  }
}
