package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The database cannot be reached now (PostgREST's group 0).
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/errors.html#group-0-connection">PostgREST:
 *     group 0</a>
 */
public sealed interface UnavailableError extends ApiError {

  /** No connection can be opened. */
  record Connection(@Nullable String explanation) implements UnavailableError {}

  /** A connection broke while it was used. */
  record Client(@Nullable String explanation) implements UnavailableError {}

  /** There is no schema cache yet. */
  record CatalogMissing() implements UnavailableError {}

  /** All connections are in use, and none came free in time. */
  record PoolTimeout() implements UnavailableError {}

  @Override
  default int status() {
    return this instanceof PoolTimeout ? 504 : 503;
  }

  @Override
  default String code() {
    return switch (this) {
      case Connection e -> "PGRST000";
      case Client e -> "PGRST001";
      case CatalogMissing e -> "PGRST002";
      case PoolTimeout e -> "PGRST003";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case Connection e -> "Database connection error.";
      case Client e -> "Database client error. Retrying the connection.";
      case CatalogMissing e -> "Could not query the database for the schema cache. Retrying.";
      case PoolTimeout e -> "Timed out acquiring connection from connection pool.";
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return switch (this) {
      case Connection e -> ApiError.text(e.explanation());
      case Client e -> ApiError.text(e.explanation());
      case CatalogMissing e -> null;
      case PoolTimeout e -> null;
    };
  }
}
