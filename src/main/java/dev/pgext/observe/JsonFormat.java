package dev.pgext.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pgext.observe.Observation.AccessEntry;
import dev.pgext.observe.Observation.Responded;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** One JSON object an event: {@code time}, {@code level}, {@code event}, and what it says. */
final class JsonFormat implements LineFormat {
  private final JsonFactory factory = new JsonFactory();

  @Override
  public List<String> lines(Observation observation, Severity level, ZonedDateTime time) {
    List<String> messages = Messages.of(observation, level);
    if (messages.isEmpty() && !(observation instanceof Responded)) {
      return List.of();
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      json.writeStringField("level", levelOf(observation));
      json.writeStringField("event", observation.getClass().getSimpleName());
      if (observation instanceof Responded responded) {
        writeEntry(json, responded.entry());
      } else {
        json.writeStringField("message", String.join("\n", messages));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON in memory", e);
    }
    return List.of(text.toString());
  }

  private static String levelOf(Observation observation) {
    return Urgency.of(observation).name().toLowerCase(Locale.ROOT);
  }

  private static void writeEntry(JsonGenerator json, AccessEntry entry) throws IOException {
    json.writeStringField("client", entry.client());
    json.writeStringField("role", entry.role());
    json.writeStringField("method", entry.method());
    json.writeStringField("target", entry.target());
    json.writeStringField("protocol", entry.protocol());
    json.writeNumberField("status", entry.status());
    if (entry.size() != null) {
      json.writeNumberField("size", entry.size());
    }
    json.writeStringField("referer", entry.referer());
    json.writeStringField("userAgent", entry.userAgent());
  }
}
