package dev.pgext.config;

import dev.pgext.config.claim.RoleClaimKey;
import dev.pgext.pg.QualifiedName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The types that settings have, with PostgREST's rules of reading.
 *
 * <p>An empty string is no value. A string may hold a number or a boolean in quotes. See <a
 * href="https://docs.postgrest.org/en/v16/references/configuration.html">PostgREST:
 * configuration</a>.
 */
final class SettingTypes {

  static final SettingType<String> TEXT = quoted("String", Optional::of, Function.identity());

  static final SettingType<Boolean> BOOLEAN =
      new SettingType<>("Boolean", Coercion::toBoolean, value -> Boolean.toString(value));

  static final SettingType<List<String>> LIST =
      quoted("List", text -> Optional.of(split(text)), SettingTypes::join);

  /** A list that an empty string empties. */
  static final SettingType<List<String>> EMPTYABLE_LIST =
      new SettingType<>(
          "List",
          value -> Optional.of(value.text().isEmpty() ? List.of() : split(value.text())),
          value -> Quoting.quote(join(value)));

  static final SettingType<QualifiedName> FUNCTION =
      quoted("Function", text -> Optional.of(QualifiedName.parse(text)), QualifiedName::toString);

  static final SettingType<Path> PATH =
      quoted("Path", text -> Optional.of(Path.of(text)), Path::toString);

  static final SettingType<RoleClaimKey> ROLE_CLAIM_KEY =
      quoted("JSONPath", text -> Optional.of(roleClaimKey(text)), RoleClaimKey::text);

  static final SettingType<URI> WEBSOCKET_URI =
      quoted("URI", text -> Optional.of(UriRules.websocket(text)), URI::toString);

  static final SettingType<URI> PROXY_URI =
      quoted("URI", text -> Optional.of(UriRules.proxy(text)), URI::toString);

  static final SettingType<String> TEXT_OR_URI =
      quoted("String or URI", text -> Optional.of(UriRules.audience(text)), Function.identity());

  private SettingTypes() {}

  /** A whole number within bounds, both included. */
  static SettingType<Integer> integer(String key, int lowest, int highest) {
    return new SettingType<>(
        "Integer",
        value ->
            Coercion.toInteger(value)
                .map(number -> bounded(key, number, lowest, highest).intValue()),
        value -> Integer.toString(value));
  }

  /** How many there may be, none perhaps. */
  static SettingType<Long> count(String key) {
    return new SettingType<>(
        "Integer",
        value -> Coercion.toInteger(value).map(number -> bounded(key, number, 0, Long.MAX_VALUE)),
        value -> Long.toString(value));
  }

  /** A number of bytes, at least one. */
  static SettingType<Long> bytes(String key) {
    return new SettingType<>(
        "Bytes",
        value -> Coercion.toInteger(value).map(number -> bounded(key, number, 1, Long.MAX_VALUE)),
        value -> Long.toString(value));
  }

  /** A duration in whole seconds. */
  static SettingType<Duration> seconds(String key) {
    return seconds(key, 0);
  }

  static SettingType<Duration> seconds(String key, long lowest) {
    return new SettingType<>(
        "Seconds",
        value ->
            Coercion.toInteger(value)
                .map(number -> Duration.ofSeconds(bounded(key, number, lowest, Integer.MAX_VALUE))),
        value -> Long.toString(value.toSeconds()));
  }

  /** A duration in whole milliseconds. */
  static SettingType<Duration> milliseconds(String key) {
    return new SettingType<>(
        "Milliseconds",
        value ->
            Coercion.toInteger(value)
                .map(number -> Duration.ofMillis(bounded(key, number, 0, Integer.MAX_VALUE))),
        value -> Long.toString(value.toMillis()));
  }

  /** Schemas that may be served. */
  static SettingType<List<String>> schemas(String key) {
    return quoted("List", text -> Optional.of(allowed(key, split(text))), SettingTypes::join);
  }

  /** What PostgreSQL takes for a replication slot. */
  static SettingType<String> slotName(String key) {
    return quoted("Name", text -> Optional.of(checkedSlot(key, text)), Function.identity());
  }

  /** Who may subscribe to what. */
  static SettingType<List<AccessPattern>> accessPatterns(String key) {
    return quoted(
        "List of patterns",
        text ->
            Optional.of(split(text).stream().map(item -> AccessPattern.parse(key, item)).toList()),
        patterns -> join(patterns.stream().map(AccessPattern::toString).toList()));
  }

  static SettingType<SocketMode> socketMode(String key) {
    return quoted(
        "Octal", text -> Optional.of(Coercion.toSocketMode(key, text)), SocketMode::toString);
  }

  /** One of an enum's words; any other word is the given fault. */
  static <E extends Enum<E> & Keyword> SettingType<E> keyword(Class<E> type, String fault) {
    E[] words = type.getEnumConstants();
    return quoted(
        String.join(", ", Stream.of(words).map(Keyword::keyword).toList()),
        text -> Optional.of(word(words, text, fault)),
        Keyword::keyword);
  }

  private static <E extends Keyword> E word(E[] words, String text, String fault) {
    return Arrays.stream(words)
        .filter(word -> word.keyword().equals(text))
        .findFirst()
        .orElseThrow(() -> new InvalidSettingException(fault));
  }

  private static <T> SettingType<T> quoted(
      String name, Function<String, Optional<T>> parser, Function<T, String> printer) {
    return new SettingType<>(
        name,
        value -> value.text().isEmpty() ? Optional.empty() : parser.apply(value.text()),
        value -> Quoting.quote(printer.apply(value)));
  }

  private static RoleClaimKey roleClaimKey(String text) {
    return RoleClaimKey.parse(text)
        .orElseThrow(
            () ->
                new InvalidSettingException("failed to parse role-claim-key value (" + text + ")"));
  }

  private static String checkedSlot(String key, String text) {
    if (!text.matches("[a-z0-9_]{1,63}")) {
      throw new InvalidSettingException(
          key + " must be 1 to 63 lower case letters, digits and underscores");
    }
    return text;
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static String join(List<String> items) {
    return String.join(",", items);
  }

  private static List<String> allowed(String key, List<String> schemas) {
    for (String restricted : List.of("pg_catalog", "information_schema")) {
      if (schemas.contains(restricted)) {
        throw new InvalidSettingException(key + " does not allow schema: '" + restricted + "'");
      }
    }
    return schemas;
  }

  private static Long bounded(String key, long value, long lowest, long highest) {
    if (value < lowest) {
      throw new InvalidSettingException(key + " must be at least " + lowest);
    }
    if (value > highest) {
      throw new InvalidSettingException(key + " must be at most " + highest);
    }
    return value;
  }
}
