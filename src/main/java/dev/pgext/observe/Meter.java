package dev.pgext.observe;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A number that some part of the server keeps, for the page of metrics.
 *
 * @param tag what tells apart several of one name; null where there is one
 */
public record Meter(
    Kind kind, String name, String description, @Nullable Tag tag, DoubleSupplier value) {

  /** Whether it only rises. */
  public enum Kind {
    COUNTER,
    GAUGE
  }

  /** A label. */
  public record Tag(String key, String value) {}

  public static Meter counter(String name, String description, DoubleSupplier value) {
    return new Meter(Kind.COUNTER, name, description, null, value);
  }

  public static Meter gauge(String name, String description, DoubleSupplier value) {
    return new Meter(Kind.GAUGE, name, description, null, value);
  }

  /** The same, told apart from others of its name. */
  public Meter tagged(String key, String of) {
    return new Meter(kind, name, description, new Tag(key, of), value);
  }
}
