package dev.pgext.request;

import dev.pgext.error.Header;
import dev.pgext.request.Preferences.Count;
import dev.pgext.request.Preferences.Handling;
import dev.pgext.request.Preferences.Missing;
import dev.pgext.request.Preferences.Resolution;
import dev.pgext.request.Preferences.Return;
import dev.pgext.request.Preferences.Transaction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All Prefer headers → {@link Preferences}. Of a preference that is given twice the first counts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240.html#section-2">RFC 7240 section 2</a>
 */
final class PreferParser {
  private static final String TIMEZONE = "timezone=";
  private static final String MAX_AFFECTED = "max-affected=";

  private static final Set<String> KNOWN =
      Stream.of(
              texts(Resolution.values(), Resolution::text),
              texts(Return.values(), Return::text),
              texts(Count.values(), Count::text),
              texts(Transaction.values(), Transaction::text),
              texts(Missing.values(), Missing::text),
              texts(Handling.values(), Handling::text))
          .flatMap(Function.identity())
          .collect(Collectors.toUnmodifiableSet());

  private final List<String> given;

  private PreferParser(List<String> given) {
    this.given = given;
  }

  /**
   * @param transactionChosen whether the configuration lets a request choose how its transaction
   *     ends
   */
  static Preferences parse(List<Header> headers, boolean transactionChosen) {
    List<String> given =
        headers.stream()
            .filter(header -> header.name().equalsIgnoreCase("Prefer"))
            .flatMap(header -> split(header.value()))
            .toList();
    return new PreferParser(given).preferences(transactionChosen);
  }

  private Preferences preferences(boolean transactionChosen) {
    return new Preferences(
        first(Resolution.values(), Resolution::text),
        first(Return.values(), Return::text),
        first(Count.values(), Count::text),
        transactionChosen ? first(Transaction.values(), Transaction::text) : null,
        first(Missing.values(), Missing::text),
        first(Handling.values(), Handling::text),
        after(TIMEZONE),
        maxAffected(),
        given.stream().filter(PreferParser::isUnknown).toList());
  }

  private <T> @Nullable T first(T[] values, Function<T, String> text) {
    for (String preference : given) {
      for (T value : values) {
        if (text.apply(value).equals(preference)) {
          return value;
        }
      }
    }
    return null;
  }

  private @Nullable String after(String prefix) {
    return given.stream()
        .filter(preference -> preference.startsWith(prefix))
        .findFirst()
        .map(preference -> preference.substring(prefix.length()))
        .orElse(null);
  }

  private @Nullable Long maxAffected() {
    String text = after(MAX_AFFECTED);
    BigInteger rows = text == null ? null : HaskellInteger.read(text);
    return rows == null ? null : rows.longValue();
  }

  private static boolean isUnknown(String preference) {
    return !KNOWN.contains(preference)
        && !preference.startsWith(TIMEZONE)
        && !preference.startsWith(MAX_AFFECTED);
  }

  private static <T> Stream<String> texts(T[] values, Function<T, String> text) {
    return Arrays.stream(values).map(text);
  }

  private static Stream<String> split(String header) {
    return header.isEmpty()
        ? Stream.empty()
        : Arrays.stream(header.split(",", -1)).map(HaskellSpace::strip);
  }
}
