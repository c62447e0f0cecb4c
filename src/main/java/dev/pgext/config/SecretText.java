package dev.pgext.config;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The secret as a configuration file has it. */
final class SecretText {

  private SecretText() {}

  static @Nullable String of(Config.Jwt jwt) {
    if (jwt.secret() == null) {
      return null;
    }
    return jwt.secretIsBase64()
        ? Base64.getEncoder().encodeToString(jwt.secret().bytes())
        : jwt.secret().text();
  }
}
