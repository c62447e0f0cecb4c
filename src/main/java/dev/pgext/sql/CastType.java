package dev.pgext.sql;

import dev.pgext.error.RequestError;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type name of {@code ::cast}. As a whole it cannot be quoted ({@code "int"} and {@code "double
 * precision"} are not types), so it is taken word by word: what holds ASCII's letters, digits and
 * {@code _} alone can be nothing but a name, a key word or a number, whatever PostgreSQL does with
 * it; every other word is quoted, folded as PostgreSQL folds an unquoted name. So no {@code $}
 * stands outside of quotes, where it could begin a string.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/tables_views.html">PostgREST:
 *     Casting Columns</a>
 */
final class CastType {
  private CastType() {}

  static String printed(String type) {
    boolean plain =
        type.codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '_' || c == '$');
    if (!plain) {
      throw new RequestError.QueryParameter(
              "\"failed to parse cast (" + type + ")\"", "a type name")
          .asException();
    }
    return Stream.of(type.split(" ", -1)).map(CastType::word).collect(Collectors.joining(" "));
  }

  private static String word(String word) {
    return word.chars().allMatch(CastType::bare) ? word : Identifiers.quote(folded(word));
  }

  private static boolean bare(int c) {
    return c < 128 && c != '$';
  }

  /** PostgreSQL makes ASCII's letters small and, in a database of UTF-8, leaves the others. */
  private static String folded(String name) {
    return name.chars()
        .mapToObj(c -> Character.toString((char) c))
        .map(c -> c.charAt(0) < 128 ? c.toLowerCase(Locale.ROOT) : c)
        .collect(Collectors.joining());
  }
}
