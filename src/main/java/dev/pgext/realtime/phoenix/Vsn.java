package dev.pgext.realtime.phoenix;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The serialisation that a client asks for with {@code vsn} in its URL.
 *
 * @see <a href="https://hexdocs.pm/phoenix/writing_a_channels_client.html">Phoenix: writing a
 *     channels client</a>
 */
public enum Vsn {
  /** Objects, text only. */
  V1,
  /** Arrays of five, and binary frames for broadcasts. */
  V2;

  /** Reads {@code vsn}, which means 1.0.0 when it is absent; empty for one that nobody speaks. */
  public static Optional<Vsn> parse(@Nullable String text) {
    if (text == null || text.startsWith("1.")) {
      return Optional.of(V1);
    }
    return text.startsWith("2.") ? Optional.of(V2) : Optional.empty();
  }
}
