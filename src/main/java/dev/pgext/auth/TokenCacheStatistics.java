package dev.pgext.auth;

import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the caches of verified tokens did since the process started: the counters {@code
 * pgrst_jwt_cache_requests_total}, {@code …_hits_total} and {@code …_evictions_total}. It outlives
 * the caches, which end with their configuration. Thread-safe.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/observability.html#jwt-cache-metrics">PostgREST:
 *     JWT cache metrics</a>
 */
public final class TokenCacheStatistics {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private volatile Observer observer = Observer.silent();

  /** From now on says what happens as well. */
  public void report(Observer listener) {
    observer = listener;
  }

  /** Lookups. */
  public long requests() {
    return hits.sum() + misses.sum();
  }

  /** Lookups that found the token. */
  public long hits() {
    return hits.sum();
  }

  /** Tokens dropped because others needed the room. */
  public long evictions() {
    return evictions.sum();
  }

  StatsCounter counter() {
    return new Counter();
  }

  private final class Counter implements StatsCounter {
    @Override
    public void recordHits(int count) {
      hits.add(count);
      observer.observe(new Observation.TokenLookedUp());
    }

    @Override
    public void recordMisses(int count) {
      misses.add(count);
      observer.observe(new Observation.TokenLookedUp());
    }

    @Override
    public void recordEviction(int weight, RemovalCause cause) {
      evictions.increment();
      observer.observe(new Observation.TokenEvicted());
    }

    @Override
    public void recordLoadSuccess(long loadTime) {
      // a token is put, not loaded: its verification runs outside of the cache's locks
    }

    @Override
    public void recordLoadFailure(long loadTime) {
      // as above
    }

    @Override
    public CacheStats snapshot() {
      return CacheStats.of(hits.sum(), misses.sum(), 0, 0, 0, evictions.sum(), 0);
    }
  }
}
