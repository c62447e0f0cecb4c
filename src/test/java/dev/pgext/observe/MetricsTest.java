package dev.pgext.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.UnavailableError;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics =
      new Metrics(new FixedPool(), new TokenCacheState(() -> 2, () -> 1, () -> 1));

  @Test
  void thePageHasTheNamesThatDashboardsOfPostgrestUse() {
    metrics.observe(new Observation.CatalogQueried(Duration.ofMillis(250), Map.of()));
    metrics.observe(new Observation.CatalogLoaded(Duration.ZERO, ""));
    metrics.observe(new Observation.PoolTimeout(new UnavailableError.PoolTimeout()));

    assertThat(metrics.page().lines())
        .contains(
            "pgrst_schema_cache_loads_total{status=\"SUCCESS\"} 1.0",
            "pgrst_schema_cache_loads_total{status=\"FAIL\"} 0.0",
            "pgrst_schema_cache_query_time_seconds 0.25",
            "pgrst_db_pool_timeouts_total 1.0",
            "pgrst_db_pool_available 7.0",
            "pgrst_db_pool_waiting 2.0",
            "pgrst_db_pool_max 10.0",
            "pgrst_jwt_cache_requests_total 2.0",
            "pgrst_jwt_cache_hits_total 1.0",
            "pgrst_jwt_cache_evictions_total 1.0");
  }

  private static final class FixedPool implements PoolState {
    @Override
    public int available() {
      return 7;
    }

    @Override
    public int waiting() {
      return 2;
    }

    @Override
    public int maximum() {
      return 10;
    }
  }
}
