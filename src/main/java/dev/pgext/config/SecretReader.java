package dev.pgext.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * {@code jwt-secret} as given → the bytes that verify tokens.
 *
 * <p>See <a href="https://docs.postgrest.org/en/v16/references/configuration.html#jwt-secret">
 * jwt-secret</a>.
 */
final class SecretReader {

  private static final int SHORTEST = 32;
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern LINE_BREAK = Pattern.compile("[\r\n]");

  private final FileReference files;

  SecretReader(FileReference files) {
    this.files = files;
  }

  JwtSecret read(String given, boolean base64) {
    byte[] content =
        FileReference.isReference(given)
            ? withoutLineEnd(files.content(given))
            : given.getBytes(StandardCharsets.UTF_8);
    JwtSecret secret = new JwtSecret(base64 ? decoded(content) : content);
    if (secret.length() < SHORTEST && !isKey(secret)) {
      throw new InvalidSettingException("The JWT secret must be at least 32 characters long.");
    }
    return secret;
  }

  private static byte[] withoutLineEnd(byte[] content) {
    int length = content.length;
    return length > 0 && content[length - 1] == '\n' ? Arrays.copyOf(content, length - 1) : content;
  }

  /** Strict, but in either alphabet and with the padding that URLs have. */
  private static byte[] decoded(byte[] content) {
    String text =
        new String(content, StandardCharsets.UTF_8)
            .replace('_', '/')
            .replace('-', '+')
            .replace('.', '=')
            .strip();
    try {
      if (text.length() % 4 != 0 || LINE_BREAK.matcher(text).find()) {
        throw new IllegalArgumentException("padding or line break");
      }
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new InvalidSettingException("jwt-secret is not valid base64");
    }
  }

  /** A JWK or a set of them may be shorter. */
  private static boolean isKey(JwtSecret secret) {
    try {
      JsonNode json = JSON.readTree(secret.bytes());
      return json.path("kty").isTextual() || json.path("keys").isArray();
    } catch (IOException notJson) {
      return false;
    }
  }
}
