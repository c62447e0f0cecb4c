package dev.pgext.exec;

/**
 * The HTTP status of a SQLSTATE.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/errors.html#http-status-codes">PostgREST:
 *     HTTP status codes</a>
 */
final class SqlStateStatus {
  private SqlStateStatus() {}

  static int of(String code, String message, boolean anonymous) {
    return switch (code) {
      case "23503", "23505" -> 409;
      case "25006" -> 405;
      // pg-safeupdate refuses an UPDATE or DELETE of everything.
      case "21000" -> message.endsWith("requires a WHERE clause") ? 400 : 500;
      case "22023" -> isUnknownRole(message) ? 401 : 400;
      case "42501" -> anonymous ? 401 : 403;
      case "42883" -> message.startsWith("function xmlagg(") ? 406 : 404;
      case "42P01" -> 404;
      case "42P17", "53400" -> 500;
      case "57P01" -> 503;
      case "P0001" -> 400;
      default -> ofClass(code);
    };
  }

  /** The token's role does not exist. */
  private static boolean isUnknownRole(String message) {
    return message.startsWith("role") && message.endsWith("does not exist");
  }

  private static int ofClass(String code) {
    return switch (code.length() < 2 ? code : code.substring(0, 2)) {
      case "08", "53" -> 503;
      case "0L", "0P", "28" -> 403;
      case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58" -> 500;
      case "F0", "HV", "P0", "XX" -> 500;
      default -> 400;
    };
  }
}
