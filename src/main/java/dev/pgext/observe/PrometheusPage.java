package dev.pgext.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** The metrics under PostgREST's names, and pgext's own behind them. Thread-safe. */
final class PrometheusPage {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  PrometheusPage(Metrics metrics, PoolState pool, TokenCacheState tokens) {
    counter(
        "pgrst_db_pool_timeouts",
        "The total number of pool connection timeouts",
        metrics.poolTimeouts::sum);
    gauge(
        "pgrst_db_pool_available", "Available connections in the pool", pool, PoolState::available);
    gauge(
        "pgrst_db_pool_waiting",
        "Requests waiting to acquire a pool connection",
        pool,
        PoolState::waiting);
    gauge("pgrst_db_pool_max", "Max pool connections", pool, PoolState::maximum);
    loads("SUCCESS", metrics.catalogLoads);
    loads("FAIL", metrics.catalogFailures);
    gauge(
        "pgrst_schema_cache_query_time_seconds",
        "The query time in seconds of the last schema cache load",
        metrics,
        from -> from.catalogQuerySeconds);
    counter("pgrst_jwt_cache_requests", "The total number of JWT cache lookups", tokens.requests());
    counter("pgrst_jwt_cache_hits", "The total number of JWT cache hits", tokens.hits());
    counter(
        "pgrst_jwt_cache_evictions", "The total number of JWT cache evictions", tokens.evictions());
    for (int hundreds = 1; hundreds < metrics.responses.length; hundreds++) {
      responses(hundreds + "xx", metrics.responses[hundreds]);
    }
    metrics.others().forEach(this::meter);
  }

  private void meter(Meter meter) {
    Meter.Tag tag = meter.tag();
    Tags tags = tag == null ? Tags.empty() : Tags.of(tag.key(), tag.value());
    switch (meter.kind()) {
      case COUNTER ->
          FunctionCounter.builder(meter.name(), meter, from -> from.value().getAsDouble())
              .description(meter.description())
              .tags(tags)
              .register(registry);
      case GAUGE ->
          Gauge.builder(meter.name(), meter, from -> from.value().getAsDouble())
              .description(meter.description())
              .tags(tags)
              .strongReference(true)
              .register(registry);
    }
  }

  String text() {
    return registry.scrape();
  }

  private void counter(String name, String description, LongSupplier count) {
    FunctionCounter.builder(name, count, LongSupplier::getAsLong)
        .description(description)
        .register(registry);
  }

  private void loads(String status, LongAdder count) {
    FunctionCounter.builder("pgrst_schema_cache_loads", count, LongAdder::doubleValue)
        .description("The total number of times the schema cache was loaded")
        .tag("status", status)
        .register(registry);
  }

  private void responses(String status, LongAdder count) {
    FunctionCounter.builder("pgext_http_responses", count, LongAdder::doubleValue)
        .description("The total number of responses by class of status")
        .tag("status", status)
        .register(registry);
  }

  private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
