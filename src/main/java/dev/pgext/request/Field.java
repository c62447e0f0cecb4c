package dev.pgext.request;

import java.util.List;

/**
 * A column as the URL names it, with the JSON path behind it; {@code *} is all columns.
 *
 * @param path steps in their order, empty for the column itself
 */
public record Field(String name, List<JsonStep> path) {
  public Field {
    path = List.copyOf(path);
  }

  /** The column itself. */
  public static Field of(String name) {
    return new Field(name, List.of());
  }

  /** One arrow: {@code ->} gives json, {@code ->>} text. */
  public record JsonStep(Arrow arrow, JsonOperand operand) {}

  /** The two operators. */
  public enum Arrow {
    JSON,
    TEXT
  }

  /** What is behind an arrow. */
  public sealed interface JsonOperand {
    /** An object's key. */
    record Key(String name) implements JsonOperand {}

    /**
     * An array's index, as digits with an optional minus; PostgreSQL checks that it fits an int.
     */
    record Index(String digits) implements JsonOperand {}
  }
}
