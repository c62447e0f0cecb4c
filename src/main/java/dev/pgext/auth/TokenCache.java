package dev.pgext.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Claims of tokens whose signature was verified. Only that is remembered: the caller checks the
 * claims each time. Failures are not kept, so nobody fills the cache without a key.
 *
 * <p>Keyed by the SHA-256 of the whole token, which is of one size and worth nothing in a heap
 * dump. Thread-safe.
 */
final class TokenCache {
  private final @Nullable Cache<ByteBuffer, ObjectNode> claimsByToken;

  /**
   * @param maxEntries the bound; zero or less turns the cache off
   */
  TokenCache(int maxEntries, TokenCacheStatistics statistics) {
    this.claimsByToken =
        maxEntries <= 0
            ? null
            : Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .executor(Runnable::run)
                .recordStats(statistics::counter)
                .build();
  }

  /** The claims as they were verified before, or else now; not to be changed. */
  ObjectNode claims(String token, Function<String, ObjectNode> verifier) {
    Cache<ByteBuffer, ObjectNode> cache = claimsByToken;
    if (cache == null) {
      return verifier.apply(token);
    }
    ByteBuffer key = key(token);
    ObjectNode known = cache.getIfPresent(key);
    if (known != null) {
      return known;
    }
    ObjectNode verified = verifier.apply(token);
    cache.put(key, verified);
    return verified;
  }

  private static ByteBuffer key(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
