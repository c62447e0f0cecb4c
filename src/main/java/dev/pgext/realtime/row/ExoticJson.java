package dev.pgext.realtime.row;

import dev.pgext.error.ApiError;
import java.util.Map;

/** What PostgreSQL made of the values of a batch of rows. Immutable. */
public final class ExoticJson {
  /** For rows without such values. */
  public static final ExoticJson NONE = new ExoticJson(Map.of());

  private final Map<ExoticValue, Answer> answers;

  /** A value's JSON, or why there is none. */
  sealed interface Answer {
    /** UTF-8. */
    @SuppressWarnings("ArrayRecordComponent") // written, never compared
    record Json(byte[] text) implements Answer {}

    /** The cast raised an error. */
    record Failed(ApiError error) implements Answer {}
  }

  ExoticJson(Map<ExoticValue, Answer> answers) {
    this.answers = Map.copyOf(answers);
  }

  void write(ExoticValue value, JsonBuffer out) {
    switch (answers.get(value)) {
      case null -> throw new IllegalStateException("the row was not in the batch");
      case Answer.Json json -> out.put(json.text());
      case Answer.Failed failed -> throw failed.error().asException();
    }
  }
}
