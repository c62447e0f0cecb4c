package dev.pgext.observe;

import java.util.function.LongSupplier;

/** What the cache of verified tokens has done since the process started. Thread-safe. */
public record TokenCacheState(LongSupplier requests, LongSupplier hits, LongSupplier evictions) {}
