package dev.pgext.observe;

import dev.pgext.observe.Observation.Responded;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Lines as PostgREST writes them: {@code 20/Nov/2026:13:00:00 +0000: message}. */
final class TextFormat implements LineFormat {
  private final DateTimeFormatter apacheTime =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  @Override
  public List<String> lines(Observation observation, Severity level, ZonedDateTime time) {
    String stamp = apacheTime.format(time);
    if (observation instanceof Responded responded) {
      return List.of(AccessLine.of(responded.entry(), stamp));
    }
    return Messages.of(observation, level).stream().map(line -> stamp + ": " + line).toList();
  }
}
