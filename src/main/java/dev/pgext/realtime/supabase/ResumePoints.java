package dev.pgext.realtime.supabase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where clients go on that name their session in {@code params}, kept for as long as changes are.
 * The name is a secret only in so far as it tells where one was: policies are asked anew. Thread-
 * safe.
 */
final class ResumePoints {
  private static final int MOST = 100_000;

  private final Cache<String, ResumePoint> points;

  ResumePoints(Duration retention) {
    this.points = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(retention).build();
  }

  /** What a session left behind; null where it left nothing, or too long ago. */
  @Nullable ResumePoint find(String session) {
    return points.getIfPresent(session);
  }

  /** What a session leaves behind, from now on. */
  void keep(String session, ResumePoint point) {
    points.put(session, point);
  }
}
