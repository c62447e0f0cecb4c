package dev.pgext.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people write it: {@code 90s}, {@code 30m}, {@code 8h}, {@code 7d}. */
final class Lifetime {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*([smhd])");

  private Lifetime() {}

  /**
   * The time.
   *
   * @throws IllegalArgumentException for people, where it is none
   */
  static Duration parse(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no time: write it as 90s, 30m, 8h or 7d");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
