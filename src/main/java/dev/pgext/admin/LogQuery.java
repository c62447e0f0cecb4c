package dev.pgext.admin;

import dev.pgext.observe.Component;
import dev.pgext.observe.LogFilter;
import dev.pgext.observe.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What a request for the log asks for: {@code ?since=…&level=warn&component=cdc&grep=…&follow}. */
record LogQuery(LogFilter filter, boolean follow) {

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException where a value is none, with what to write
   */
  static LogQuery of(Fields parameters) {
    String follow = parameters.getValue("follow");
    return new LogQuery(
        new LogFilter(
            since(parameters.getValue("since")),
            level(parameters.getValue("level")),
            components(parameters.getValue("component")),
            grep(parameters.getValue("grep"))),
        follow != null && !follow.equals("false"));
  }

  private static @Nullable Instant since(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("since is an instant, as 2026-11-20T19:00:00Z", e);
    }
  }

  private static Severity level(@Nullable String text) {
    try {
      return text == null ? Severity.DEBUG : Severity.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("level is crit, error, warn, info or debug", e);
    }
  }

  private static Set<Component> components(@Nullable String text) {
    Set<Component> components = new HashSet<>();
    for (String word : text == null ? new String[0] : text.split(",", -1)) {
      components.add(
          Component.of(word)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "component is api, cdc, websocket, migrations or postgres")));
    }
    return components;
  }

  private static @Nullable Pattern grep(@Nullable String text) {
    try {
      return text == null ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("grep: " + e.getMessage(), e);
    }
  }
}
