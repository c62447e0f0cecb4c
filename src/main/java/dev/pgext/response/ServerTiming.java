package dev.pgext.response;

import dev.pgext.error.Header;
import java.time.Duration;
import java.util.Locale;

/**
 * How long each stage of a request took.
 *
 * @see <a href="https://www.w3.org/TR/server-timing/">W3C: Server Timing</a>
 */
public record ServerTiming(
    Duration jwt, Duration parse, Duration plan, Duration transaction, Duration response) {

  /** {@code Server-Timing}, in milliseconds with one decimal. */
  public Header header() {
    return new Header(
        "Server-Timing",
        String.join(
            ", ",
            metric("jwt", jwt),
            metric("parse", parse),
            metric("plan", plan),
            metric("transaction", transaction),
            metric("response", response)));
  }

  private static String metric(String name, Duration duration) {
    return name + ";dur=" + String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
  }
}
