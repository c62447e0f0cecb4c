package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault as a client sees it: the JSON object {@code {code, message, details, hint}} with its HTTP
 * status.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/errors.html">PostgREST: errors</a>
 */
public sealed interface ApiError
    permits AuthError,
        CatalogError,
        DatabaseError,
        LimitError,
        RealtimeError,
        RequestError,
        TokenError,
        UnavailableError {

  /** The HTTP status code. */
  int status();

  /** The stable code: {@code PGRSTxxx}, a SQLSTATE, or {@code PGEXTxxx}. */
  String code();

  /** One sentence for a person. */
  String message();

  /** What exactly went wrong: usually text, for ambiguities a JSON array. */
  default @Nullable JsonNode details() {
    return null;
  }

  /** What to do about it. */
  default @Nullable String hint() {
    return null;
  }

  /** Response headers that belong to this fault. */
  default List<Header> headers() {
    return List.of();
  }

  /** The text of an HTTP status line that is not the standard one. */
  default @Nullable String reason() {
    return null;
  }

  /** This fault, ready to be thrown. */
  default ApiException asException() {
    return new ApiException(this);
  }

  /** Text as JSON, null as absent. */
  static @Nullable JsonNode text(@Nullable String text) {
    return text == null ? null : TextNode.valueOf(text);
  }
}
