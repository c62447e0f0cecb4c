package dev.pgext.realtime.visibility;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A bounded cache whose values are loaded once, however many ask at the same time; a failure is not
 * kept. Thread-safe. Loading holds no lock: a virtual thread that waits for the database inside of
 * one keeps its carrier thread on Java 21 to 23.
 */
final class Remembered<K, V> {
  private final Cache<K, V> values;
  private final ConcurrentMap<K, FutureTask<V>> loading = new ConcurrentHashMap<>();

  Remembered(int size) {
    this.values = Caffeine.newBuilder().maximumSize(size).build();
  }

  V get(K key, Supplier<V> load) {
    V known = values.getIfPresent(key);
    return known == null ? loaded(key, load) : known;
  }

  private V loaded(K key, Supplier<V> load) {
    FutureTask<V> mine = new FutureTask<>(load::get);
    FutureTask<V> others = loading.putIfAbsent(key, mine);
    if (others != null) {
      return result(others);
    }
    try {
      mine.run();
      V value = result(mine);
      values.put(key, value);
      return value;
    } finally {
      loading.remove(key, mine);
    }
  }

  private static <V> V result(FutureTask<V> task) {
    try {
      return task.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while policies were loaded", interrupted);
    }
  }

  void forget(Predicate<K> which) {
    values.asMap().keySet().removeIf(which);
  }
}
