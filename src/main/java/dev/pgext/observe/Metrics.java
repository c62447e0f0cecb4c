package dev.pgext.observe;

import dev.pgext.observe.Observation.CatalogLoadFailed;
import dev.pgext.observe.Observation.CatalogLoaded;
import dev.pgext.observe.Observation.CatalogQueried;
import dev.pgext.observe.Observation.PoolTimeout;
import dev.pgext.observe.Observation.Responded;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts events, and shows the counts in Prometheus' text format. Thread-safe.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/observability.html#metrics">PostgREST:
 *     metrics</a>
 */
public final class Metrics implements Observer {
  final LongAdder poolTimeouts = new LongAdder();
  final LongAdder catalogLoads = new LongAdder();
  final LongAdder catalogFailures = new LongAdder();
  final LongAdder[] responses = new LongAdder[6];
  volatile double catalogQuerySeconds;

  private final PoolState pool;
  private final TokenCacheState tokens;
  private final List<Meter> others = new CopyOnWriteArrayList<>();
  private volatile @Nullable PrometheusPage page;

  /** Counts from now on; what the pool and the tokens' cache say is read when the page is. */
  public Metrics(PoolState pool, TokenCacheState tokens) {
    this.pool = pool;
    this.tokens = tokens;
    for (int i = 0; i < responses.length; i++) {
      responses[i] = new LongAdder();
    }
  }

  /** Shows other parts' numbers, too; to be called before the page is first asked for. */
  public void show(List<Meter> meters) {
    others.addAll(meters);
  }

  List<Meter> others() {
    return others;
  }

  @Override
  public void observe(Observation observation) {
    switch (observation) {
      case Responded event -> responses[Math.clamp(event.entry().status() / 100, 1, 5)].increment();
      case PoolTimeout event -> poolTimeouts.increment();
      case CatalogLoaded event -> catalogLoads.increment();
      case CatalogLoadFailed event -> catalogFailures.increment();
      case CatalogQueried event -> catalogQuerySeconds = event.took().toNanos() / 1e9;
      default -> {
        // Not every event is a number.
      }
    }
  }

  /**
   * The page that Prometheus scrapes. Its registry is built on first use: most starts need none.
   */
  public String page() {
    PrometheusPage current = page;
    if (current == null) {
      current = new PrometheusPage(this, pool, tokens);
      page = current;
    }
    return current.text();
  }
}
