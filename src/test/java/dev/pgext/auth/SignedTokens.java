package dev.pgext.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, independently of the code that verifies them. */
final class SignedTokens {
  static final String SECRET = "reallyreallyreallyreallyverysafe";

  private SignedTokens() {}

  /** HS256 with the usual secret. */
  static String hs256(String claims) {
    return hmac("{\"alg\":\"HS256\"}", claims, SECRET.getBytes(StandardCharsets.UTF_8));
  }

  /** Signed with the hash that the header's algorithm names. */
  static String hmac(String header, String claims, byte[] secret) {
    String algorithm = header.replaceAll("(?s).*HS(\\d{3}).*", "HmacSHA$1");
    return hmac(algorithm, header, claims, secret);
  }

  static String hmac(String algorithm, String header, String claims, byte[] secret) {
    String signed = signed(header, claims);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      return signed + "." + base64(mac.doFinal(ascii(signed)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String withKey(String algorithm, PrivateKey key, String claims) {
    return withKey(algorithm, "{\"alg\":\"" + algorithm + "\"}", key, claims);
  }

  static String withKey(String algorithm, String header, PrivateKey key, String claims) {
    String signed = signed(header, claims);
    try {
      Signature signature = signature(algorithm);
      signature.initSign(key);
      signature.update(ascii(signed));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      case "PS" -> pss(bits);
      default -> Signature.getInstance("EdDSA");
    };
  }

  private static Signature pss(String bits) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    String digest = "SHA-" + bits;
    signature.setParameter(
        new PSSParameterSpec(
            digest, "MGF1", new MGF1ParameterSpec(digest), Integer.parseInt(bits) / 8, 1));
    return signature;
  }

  static String signed(String header, String claims) {
    return base64(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(claims.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
