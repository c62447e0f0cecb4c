package dev.pgext.pg.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The private key of a client certificate, whose algorithm pgjdbc wants to be told.
 *
 * <p>libpq takes any PEM file; pgjdbc takes PKCS #8 only, see <a
 * href="https://www.rfc-editor.org/rfc/rfc5208">RFC 5208</a>.
 */
final class ClientKey {

  private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
  private static final String EC_OID = "06072a8648ce3d0201";
  private static final String ED25519_OID = "06032b6570";

  private ClientKey() {}

  /** The algorithm of a PEM file that is not RSA, the driver's default. */
  static Optional<String> algorithm(String file) {
    String pem = content(file);
    if (!pem.contains(PKCS8)) {
      return Optional.empty();
    }
    String body = pem.substring(pem.indexOf(PKCS8) + PKCS8.length());
    String head = HexFormat.of().formatHex(start(body));
    if (head.contains(EC_OID)) {
      return Optional.of("EC");
    }
    return head.contains(ED25519_OID) ? Optional.of("Ed25519") : Optional.empty();
  }

  /** Why the driver would not read the file. */
  static Optional<String> fault(String file) {
    String pem = content(file);
    return pem.contains("-----BEGIN RSA PRIVATE KEY-----")
            || pem.contains("-----BEGIN EC PRIVATE KEY-----")
        ? Optional.of(
            "sslkey " + file + " is not PKCS #8; convert it with: openssl pkcs8 -topk8 -nocrypt")
        : Optional.empty();
  }

  /** The first bytes hold the algorithm. */
  private static byte[] start(String body) {
    String base64 = body.replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(base64.substring(0, Math.min(48, base64.length())));
    } catch (IllegalArgumentException notPem) {
      return new byte[0];
    }
  }

  /** What cannot be read is for the driver to complain of. */
  private static String content(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
