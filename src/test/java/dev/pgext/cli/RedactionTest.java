package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
  @Test
  void whatMayBeASecretIsHiddenAndTheRestIsShown() {
    Config config =
        Config.of(
            Map.of(
                "db-uri", "postgres://me:pass-word@host/db",
                "jwt-secret", "a-secret-of-more-than-32-characters",
                "admin-logs-token", "a-token-of-16-characters",
                "realtime-db-uri", "postgres://me:pass-word@host/db",
                "migrate-db-uri", "postgres://me:pass-word@host/db",
                "app.settings.stripe_key", "sk_live_1",
                "db-schemas", "api"));

    assertThat(Redaction.dump(config).lines())
        .contains("db-schemas = \"api\"", "app.settings.stripe_key = \"(hidden)\"")
        .filteredOn(line -> line.endsWith("\"(hidden)\""))
        .hasSize(6);
    assertThat(Redaction.dump(config)).doesNotContain("pass-word", "a-secret", "a-token", "sk_");
  }
}
