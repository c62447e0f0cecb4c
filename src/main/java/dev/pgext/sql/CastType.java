package dev.pgext.sql;

import dev.pgext.error.RequestError;

/**
 * The type name of {@code ::cast}. It cannot be quoted ({@code "int"} is not a type), so it is
 * checked: whatever the parser lets through, only letters, digits, blanks, {@code _} and {@code $}
 * become SQL.
 */
final class CastType {
  private CastType() {}

  static String checked(String type) {
    boolean plain =
        type.codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '_' || c == '$');
    if (!plain) {
      throw new RequestError.QueryParameter(
              "\"failed to parse cast (" + type + ")\"", "a type name")
          .asException();
    }
    return type;
  }
}
