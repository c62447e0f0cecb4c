package dev.pgext.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.observe.Observation.AccessEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of a log that is kept, without secrets and without values that requests sent.
 *
 * @param level how much it matters; what is routine is INFO, at whatever level it is written
 * @param message may have several lines
 */
public record LogEntry(Instant time, Severity level, Component component, String message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What there is to say of an event at that log level. */
  static Optional<LogEntry> of(Observation observation, Severity threshold, Instant time) {
    String message =
        switch (observation) {
          case Observation.Responded event -> access(event.entry());
          case Observation.DatabaseFault event ->
              event.error().code() + ": " + event.error().message();
          case Observation.LegacyTargetNames event -> event.message();
          default -> {
            List<String> lines = Messages.of(observation, threshold);
            yield String.join("\n", lines);
          }
        };
    return message.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LogEntry(time, Urgency.of(observation), Component.of(observation), message));
  }

  private static String access(AccessEntry entry) {
    return "%s %s %d %s %s"
        .formatted(
            entry.method(),
            MaskedTarget.of(entry.target()),
            entry.status(),
            entry.role() == null ? "-" : entry.role(),
            entry.client());
  }

  /** As one line. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("time", time.toString());
    node.put("level", level.name().toLowerCase(Locale.ROOT));
    node.put("component", component.word());
    node.put("message", message);
    return node.toString();
  }

  /** What {@link #json} wrote; empty for anything else, such as half a line. */
  public static Optional<LogEntry> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return Component.of(node.path("component").asText())
          .map(
              component ->
                  new LogEntry(
                      Instant.parse(node.path("time").asText()),
                      Severity.valueOf(node.path("level").asText().toUpperCase(Locale.ROOT)),
                      component,
                      node.path("message").asText()));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException other) {
      return Optional.empty();
    }
  }
}
