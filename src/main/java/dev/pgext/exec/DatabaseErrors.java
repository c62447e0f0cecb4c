package dev.pgext.exec;

import dev.pgext.error.ApiError;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.UnavailableError;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what pgjdbc throws into what a client is answered. Only here does an {@link SQLException}
 * become an {@link ApiError}.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/errors.html#errors-from-postgresql">PostgREST:
 *     errors from PostgreSQL</a>
 */
public final class DatabaseErrors {
  private static final Pattern TYPED_OPERAND =
      Pattern.compile(
          "(operator (?:does not exist|is not unique): .+ )(?:text|character varying)(\\[])?");

  private static final String TYPED_LANGUAGE = "function to_tsvector(regconfig, ";

  private DatabaseErrors() {}

  /**
   * The fault of a statement that failed.
   *
   * @param anonymous whether the request has no token: what it may not do is then answered 401
   * @throws IllegalStateException if neither PostgreSQL nor the network caused it: a bug
   */
  public static ApiError of(SQLException failure, boolean anonymous) {
    if (isConnectionFault(failure)) {
      return new UnavailableError.Client(ConnectionFaults.clientText(failure));
    }
    ServerErrorMessage raised = raised(failure);
    if (raised != null) {
      return of(raised, anonymous);
    }
    throw new IllegalStateException(failure);
  }

  /** Whether the connection is of no use any more. */
  static boolean isConnectionFault(SQLException failure) {
    String state = sqlState(failure);
    return state.startsWith("08") || state.startsWith("57P0");
  }

  /**
   * Whether the session's prepared statements are to blame: one was prepared before a change of
   * what it refers to, is gone, or is one that a function left behind under the name it wants
   * again.
   */
  static boolean isStalePlan(SQLException failure) {
    ServerErrorMessage raised = raised(failure);
    if (raised == null) {
      return false;
    }
    return switch (sqlState(failure)) {
      case "26000" -> raised.getWhere() == null;
      case "42P05" -> raised.getWhere() != null;
      case "0A000" -> "RevalidateCachedQuery".equals(raised.getRoutine());
      default -> false;
    };
  }

  static String sqlState(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  static @Nullable ServerErrorMessage raised(SQLException failure) {
    return failure instanceof PSQLException raised ? raised.getServerErrorMessage() : null;
  }

  private static ApiError of(ServerErrorMessage raised, boolean anonymous) {
    String code = text(raised.getSQLState());
    String message = text(raised.getMessage());
    if (code.equals("PGRST")) {
      return RaisedResponse.parse(message, raised.getDetail());
    }
    if (code.startsWith("PT")) {
      return RaisedResponse.ofStatus(code, message, raised.getDetail(), raised.getHint());
    }
    return new DatabaseError.Raised(
        SqlStateStatus.of(code, message, anonymous),
        code,
        untyped(raised, code, message),
        ApiError.text(raised.getDetail()),
        raised.getHint());
  }

  /**
   * An operand of a request is bound as text, and the language of a search cast, where PostgREST
   * writes a literal of unknown type: messages name its type. What a function's own statement says
   * stays.
   */
  private static String untyped(ServerErrorMessage raised, String code, String message) {
    boolean aboutOperators = code.equals("42883") || code.equals("42725");
    if (!aboutOperators || raised.getWhere() != null || raised.getInternalQuery() != null) {
      return message;
    }
    if (message.startsWith(TYPED_LANGUAGE)) {
      return message.replace("(regconfig, ", "(unknown, ");
    }
    Matcher typed = TYPED_OPERAND.matcher(message);
    return typed.matches() ? typed.group(1) + "unknown" : message;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
