package dev.pgext.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart; nothing in it is to be trusted before {@link KeySet#verify}.
 *
 * @param keyId the header's {@code kid}
 * @param signed the bytes that the signature is over
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-7.1">RFC 7515: compact
 *     serialization</a>
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record CompactToken(
    SignatureAlgorithm algorithm,
    @Nullable String keyId,
    byte[] signed,
    byte[] payload,
    byte[] signature) {

  static CompactToken parse(String text) {
    if (text.isEmpty()) {
      throw TokenFaults.empty();
    }
    long parts = text.chars().filter(character -> character == '.').count() + 1;
    if (parts != 3) {
      throw TokenFaults.unexpectedParts(parts);
    }
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    ObjectNode header = header(decode(text.substring(0, first)));
    byte[] payload = decode(text.substring(first + 1, second));
    SignatureAlgorithm algorithm = algorithm(header);
    byte[] signature = decode(text.substring(second + 1));
    byte[] signed = text.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    return new CompactToken(algorithm, optionalText(header, "kid"), signed, payload, signature);
  }

  private static byte[] decode(String part) {
    if (part.indexOf('=') >= 0) {
      throw TokenFaults.unreadable();
    }
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException notBase64) {
      throw TokenFaults.unreadable();
    }
  }

  /** Refuses encrypted tokens and headers with an extension that must be understood. */
  private static ObjectNode header(byte[] json) {
    ObjectNode header;
    try {
      header = ClaimsJson.object(json);
    } catch (IOException notAnObject) {
      throw TokenFaults.unreadable();
    }
    optionalText(header, "typ");
    optionalText(header, "cty");
    if (header.has("enc") || header.has("crit")) {
      throw TokenFaults.unreadable();
    }
    return header;
  }

  private static SignatureAlgorithm algorithm(ObjectNode header) {
    JsonNode name = header.path("alg");
    if (name.isTextual() && name.textValue().equals("none")) {
      throw TokenFaults.unsecured();
    }
    return Optional.ofNullable(name.textValue())
        .flatMap(SignatureAlgorithm::named)
        .orElseThrow(TokenFaults::unreadable);
  }

  private static @Nullable String optionalText(ObjectNode header, String field) {
    JsonNode value = header.path(field);
    if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
      throw TokenFaults.unreadable();
    }
    return value.textValue();
  }
}
