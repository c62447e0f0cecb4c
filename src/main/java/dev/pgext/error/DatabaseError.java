package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault that PostgreSQL raised.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL: error
 *     codes</a>
 */
public sealed interface DatabaseError extends ApiError {

  /** An ordinary error: the SQLSTATE decides the status. */
  record Raised(
      int status, String code, String message, @Nullable JsonNode details, @Nullable String hint)
      implements DatabaseError {

    /** A 401 asks for a token (RFC 9110 section 11.6.1). */
    @Override
    public List<Header> headers() {
      return status == 401 ? List.of(new Header("WWW-Authenticate", "Bearer")) : List.of();
    }
  }

  /**
   * {@code RAISE SQLSTATE 'PTxyz'} or {@code 'PGRST'}: the function chose status, text and headers.
   */
  record Chosen(
      int status,
      @Nullable String reason,
      String code,
      String message,
      @Nullable JsonNode details,
      @Nullable String hint,
      List<Header> headers)
      implements DatabaseError {
    public Chosen {
      headers = List.copyOf(headers);
    }
  }
}
