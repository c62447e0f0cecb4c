package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A bound of pgext's own that PostgREST does not have; codes begin with {@code PGEXT}. */
public sealed interface LimitError extends ApiError {

  /** The body is larger than {@code limit} bytes. */
  record BodyTooLarge(long limit) implements LimitError {}

  /** The body did not arrive in time. */
  record BodyTimeout() implements LimitError {}

  /** The request line and headers did not arrive in time. */
  record HeadTimeout() implements LimitError {}

  /** The request target is longer than {@code limit} bytes. */
  record UrlTooLong(long limit) implements LimitError {}

  /** The header section is larger than {@code limit} bytes. */
  record HeadersTooLarge(long limit) implements LimitError {}

  /** Parentheses or embeds are nested deeper than {@code limit}. */
  record TooDeep(String what, long limit) implements LimitError {}

  /** Bytes that no request may hold: NUL, or what is not UTF-8. */
  record BadEncoding(String where) implements LimitError {}

  /** A request that is not HTTP. */
  record BadRequest(String explanation) implements LimitError {}

  /** A fault of pgext itself; its cause is in the log. */
  record Internal() implements LimitError {}

  @Override
  default int status() {
    return switch (this) {
      case BodyTooLarge e -> 413;
      case BodyTimeout e -> 408;
      case HeadTimeout e -> 408;
      case UrlTooLong e -> 414;
      case HeadersTooLarge e -> 431;
      case TooDeep e -> 400;
      case BadEncoding e -> 400;
      case BadRequest e -> 400;
      case Internal e -> 500;
    };
  }

  @Override
  default String code() {
    return switch (this) {
      case BodyTooLarge e -> "PGEXT101";
      case BodyTimeout e -> "PGEXT102";
      case HeadTimeout e -> "PGEXT108";
      case UrlTooLong e -> "PGEXT103";
      case HeadersTooLarge e -> "PGEXT104";
      case TooDeep e -> "PGEXT105";
      case BadEncoding e -> "PGEXT106";
      case BadRequest e -> "PGEXT107";
      case Internal e -> "PGEXT500";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case BodyTooLarge e -> "The request body is too large";
      case BodyTimeout e -> "The request body did not arrive in time";
      case HeadTimeout e -> "The request headers did not arrive in time";
      case UrlTooLong e -> "The request URL is too long";
      case HeadersTooLarge e -> "The request headers are too large";
      case TooDeep e -> "The " + e.what() + " is nested too deeply";
      case BadEncoding e -> "The " + e.where() + " has bytes that are not valid UTF-8 text";
      case BadRequest e -> "The request is not valid HTTP";
      case Internal e -> "An unexpected error occurred in the server";
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return ApiError.text(
        switch (this) {
          case BodyTooLarge e -> "At most " + e.limit() + " bytes are accepted";
          case UrlTooLong e -> "At most " + e.limit() + " bytes are accepted";
          case HeadersTooLarge e -> "At most " + e.limit() + " bytes are accepted";
          case TooDeep e -> "At most " + e.limit() + " levels are accepted";
          case BadRequest e -> e.explanation();
          case BodyTimeout e -> null;
          case HeadTimeout e -> null;
          case BadEncoding e -> null;
          case Internal e -> null;
        });
  }

  @Override
  default @Nullable String hint() {
    return switch (this) {
      case BodyTooLarge e -> "Send the rows in several requests, or raise limit-body-bytes.";
      case UrlTooLong e -> "Send the filters as parameters of a function by POST instead.";
      case Internal e -> "The server's log has the cause.";
      default -> null;
    };
  }
}
