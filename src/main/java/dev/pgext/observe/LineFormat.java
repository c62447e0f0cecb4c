package dev.pgext.observe;

import java.time.ZonedDateTime;
import java.util.List;

/** How an event becomes the lines of a log. */
public interface LineFormat {
  /** The lines, without their ends; none where the event has nothing to say. */
  List<String> lines(Observation observation, Severity level, ZonedDateTime time);

  /** For people, and for the parsers of PostgREST's log. */
  static LineFormat text() {
    return new TextFormat();
  }

  /** One JSON object a line. */
  static LineFormat json() {
    return new JsonFormat();
  }
}
