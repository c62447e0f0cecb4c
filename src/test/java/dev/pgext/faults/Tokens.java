package dev.pgext.faults;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens for the served database's roles, signed with HS256. */
final class Tokens {
  static final String SECRET = "the-secret-of-the-fault-tests-0123456789";
  private static final String ALGORITHM = "HmacSHA256";

  private Tokens() {}

  /** A token of a role for somebody. */
  static String of(String role, String subject) {
    return of(role, subject, SECRET);
  }

  /** The same, signed with a secret. */
  static String of(String role, String subject, String secret) {
    return signed("{\"role\":\"%s\",\"sub\":\"%s\"}".formatted(role, subject), secret);
  }

  /** A token with these claims. */
  static String signed(String claims, String secret) {
    String signed = base64(bytes("{\"alg\":\"HS256\"}")) + "." + base64(bytes(claims));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes(secret), ALGORITHM));
      return signed + "." + base64(mac.doFinal(bytes(signed)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
