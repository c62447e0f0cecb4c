package dev.pgext.cli;

import dev.pgext.observe.Component;
import dev.pgext.observe.LogFilter;
import dev.pgext.observe.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which lines of a log somebody wants to see. */
final class LogFilterOptions {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not older than that: 30s, 10m, 2h, 1d, or 2026-11-20T19:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "This and more urgent: crit, error, warn, info, debug (default: all).")
  private @Nullable String level;

  @Option(
      names = "--component",
      paramLabel = "NAME",
      split = ",",
      description = "Only of these: api, cdc, websocket, migrations, postgres.")
  private List<String> components = new ArrayList<>();

  @Option(names = "--grep", paramLabel = "REGEX", description = "Only with this in the message.")
  private @Nullable String grep;

  boolean hasSince() {
    return since != null;
  }

  /**
   * What they ask for.
   *
   * @throws IllegalArgumentException with what may be written
   */
  LogFilter filter() {
    return new LogFilter(
        since == null ? null : instant(since),
        level == null ? Severity.DEBUG : severity(level),
        components.stream().map(LogFilterOptions::component).collect(Collectors.toSet()),
        grep == null ? null : pattern(grep));
  }

  private static Instant instant(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return Instant.now().minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--since %s: write 30s, 10m, 2h, 1d, or 2026-11-20T19:00:00Z".formatted(text), e);
    }
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Severity severity(String text) {
    try {
      return Severity.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--level %s: write crit, error, warn, info or debug".formatted(text), e);
    }
  }

  private static Component component(String text) {
    return Component.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--component %s: write api, cdc, websocket, migrations or postgres"
                        .formatted(text)));
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--grep: " + e.getMessage(), e);
    }
  }
}
