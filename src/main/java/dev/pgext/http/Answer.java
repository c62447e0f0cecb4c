package dev.pgext.http;

import dev.pgext.response.ApiResponse;
import org.jspecify.annotations.Nullable;

/**
 * A response, and what the access log has to know about it.
 *
 * @param role as which the request ran; null where it never had one
 * @param logged whether it has a line in the access log
 */
public record Answer(ApiResponse response, @Nullable String role, boolean logged) {}
