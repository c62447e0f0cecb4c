package dev.pgext.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.Header;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AdminPagesTest {
  private boolean live = true;
  private boolean ready = true;
  private final AdminPages pages =
      new AdminPages(
          new AdminSources(
              () -> live,
              () -> ready,
              () -> "metric 1.0\n",
              () -> "db-pool = 10\n",
              () -> "{}".getBytes(StandardCharsets.UTF_8)));

  @Test
  void aServerThatAcceptsIsLive() {
    assertThat(pages.page("/live").status()).isEqualTo(200);
    live = false;
    assertThat(pages.page("/live").status()).isEqualTo(500);
  }

  @Test
  void readinessComesBeforeLife() {
    assertThat(pages.page("/ready").status()).isEqualTo(200);
    live = false;
    assertThat(pages.page("/ready").status()).isEqualTo(500);
    ready = false;
    assertThat(pages.page("/ready").status()).isEqualTo(503);
  }

  @Test
  void metricsAreWhatPrometheusReads() {
    assertThat(pages.page("/metrics").headers())
        .contains(new Header("Content-Type", "text/plain; charset=utf-8"));
    assertThat(pages.page("/metrics").body()).asString().isEqualTo("metric 1.0\n");
  }

  @Test
  void theRestIsNotFound() {
    assertThat(pages.page("/").status()).isEqualTo(404);
    assertThat(pages.page("/livef").status()).isEqualTo(404);
  }
}
