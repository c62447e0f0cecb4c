package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fault of a websocket or a subscription; codes begin with {@code PGEXT2}. */
public sealed interface RealtimeError extends ApiError {

  /** A message that is not what the protocol has. */
  record BadMessage(String explanation) implements RealtimeError {}

  /** The table exists, but its changes are not published. */
  record NotWatched(String table) implements RealtimeError {}

  /** The socket has as many subscriptions as it may have. */
  record TooManySubscriptions(long limit) implements RealtimeError {}

  /** The server's settings do not let the role subscribe to it. */
  record NotPermitted(String what) implements RealtimeError {}

  /** There is no subscription, or channel, of that name. */
  record UnknownName(String name) implements RealtimeError {}

  /** The page that wants to connect is of an origin that may not. */
  record OriginRefused(String origin) implements RealtimeError {}

  /** Changes do not arrive now; another server may have them. */
  record SourceAway(String explanation, long retrySeconds) implements RealtimeError {}

  /** As many websockets are open as may be. */
  record TooManySockets(long limit) implements RealtimeError {}

  /** A condition that cannot be decided on a change of a row. */
  record Undecidable(String explanation) implements RealtimeError {}

  @Override
  default int status() {
    return switch (this) {
      case BadMessage e -> 400;
      case NotWatched e -> 404;
      case TooManySubscriptions e -> 429;
      case NotPermitted e -> 403;
      case UnknownName e -> 404;
      case OriginRefused e -> 403;
      case SourceAway e -> 503;
      case TooManySockets e -> 503;
      case Undecidable e -> 400;
    };
  }

  @Override
  default String code() {
    return switch (this) {
      case BadMessage e -> "PGEXT201";
      case NotWatched e -> "PGEXT202";
      case TooManySubscriptions e -> "PGEXT203";
      case NotPermitted e -> "PGEXT204";
      case UnknownName e -> "PGEXT205";
      case OriginRefused e -> "PGEXT206";
      case SourceAway e -> "PGEXT207";
      case TooManySockets e -> "PGEXT208";
      case Undecidable e -> "PGEXT209";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case BadMessage e -> "The message cannot be understood";
      case NotWatched e -> "Changes of the table '" + e.table() + "' are not published";
      case TooManySubscriptions e -> "The websocket has too many subscriptions";
      case NotPermitted e -> "Subscribing to '" + e.what() + "' is not permitted";
      case UnknownName e -> "Nothing is subscribed as '" + e.name() + "'";
      case OriginRefused e -> "Pages of the origin '" + e.origin() + "' may not connect";
      case SourceAway e -> "Realtime is not available on this server now";
      case TooManySockets e -> "The server has too many websockets";
      case Undecidable e -> "The condition cannot be decided on a change";
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return ApiError.text(
        switch (this) {
          case BadMessage e -> e.explanation();
          case TooManySubscriptions e -> "At most " + e.limit() + " are accepted";
          case TooManySockets e -> "At most " + e.limit() + " are accepted";
          case SourceAway e -> e.explanation();
          case Undecidable e -> e.explanation();
          default -> null;
        });
  }

  @Override
  default @Nullable String hint() {
    return switch (this) {
      case NotWatched e -> "Run: select pgext.watch('" + e.table().replace("'", "''") + "');";
      case OriginRefused e -> "Add it to realtime-allowed-origins.";
      default -> null;
    };
  }

  @Override
  default List<Header> headers() {
    return switch (this) {
      case SourceAway e -> List.of(new Header("Retry-After", Long.toString(e.retrySeconds())));
      case TooManySockets e -> List.of(new Header("Retry-After", "5"));
      default -> List.of();
    };
  }
}
