package dev.pgext.observe;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which part of a project a line of its log comes from. */
public enum Component {
  /** HTTP, the schema cache, the pool, the process itself. */
  API,
  /** Reading the database's changes. */
  CDC,
  /** Clients that are connected, and what they are sent. */
  WEBSOCKET,
  MIGRATIONS,
  /** The embedded PostgreSQL. */
  POSTGRES;

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that users call so. */
  public static Optional<Component> of(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  static Component of(Observation observation) {
    return switch (observation) {
      case Observation.Warning event -> event.component();
      case Observation.Failure event -> event.component();
      case Observation.WebSocket event -> WEBSOCKET;
      default -> API;
    };
  }
}
