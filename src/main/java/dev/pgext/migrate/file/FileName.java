package dev.pgext.migrate.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's name says of it.
 *
 * @param prefix {@code V}, {@code U}, {@code B} or {@code R} as Flyway has them; a space where the
 *     name begins with digits, as dbmate has them
 * @param version empty of a repeatable one
 */
record FileName(char prefix, String version, String description) {
  private static final Pattern FLYWAY =
      Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)(?:__(.*))?\\.sql");
  private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.sql");
  private static final Pattern DIGITS = Pattern.compile("(\\d+)[-_.]?(.*)\\.sql");

  static final char PLAIN = ' ';

  static Optional<FileName> parse(String name) {
    Matcher flyway = FLYWAY.matcher(name);
    if (flyway.matches()) {
      String description = flyway.group(3) == null ? "" : flyway.group(3);
      return Optional.of(new FileName(name.charAt(0), flyway.group(2), spaced(description)));
    }
    Matcher repeatable = REPEATABLE.matcher(name);
    if (repeatable.matches()) {
      return Optional.of(new FileName('R', "", spaced(repeatable.group(1))));
    }
    Matcher digits = DIGITS.matcher(name);
    return digits.matches()
        ? Optional.of(new FileName(PLAIN, digits.group(1), spaced(digits.group(2))))
        : Optional.empty();
  }

  /** Whether Flyway made the rules of its content. */
  boolean flyway() {
    return prefix != PLAIN;
  }

  private static String spaced(String description) {
    return description.replace('_', ' ');
  }
}
