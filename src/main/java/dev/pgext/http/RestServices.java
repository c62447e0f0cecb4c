package dev.pgext.http;

import dev.pgext.observe.Observer;
import java.util.function.LongSupplier;

/**
 * What the pipeline works with and does not own.
 *
 * @param version for the Warning header: {@code 16.2}
 * @param retryAfter seconds until the next attempt to reach the database
 * @param reconnect asks for a new schema cache, because the database seems to be away
 */
public record RestServices(
    Execution execution,
    Observer observer,
    ErrorWriter errors,
    String version,
    LongSupplier retryAfter,
    Runnable reconnect) {}
