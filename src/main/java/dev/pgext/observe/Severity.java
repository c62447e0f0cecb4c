package dev.pgext.observe;

/**
 * How urgent an event is; at a log level of that name it is still written.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/configuration.html#log-level">PostgREST:
 *     log-level</a>
 */
public enum Severity {
  CRIT,
  ERROR,
  WARN,
  INFO,
  DEBUG;

  /** Whether a log of this level has lines of {@code event}. */
  public boolean includes(Severity event) {
    return event.compareTo(this) <= 0;
  }

  /** The severity of a response with that HTTP status. */
  static Severity ofStatus(int status) {
    if (status >= 500) {
      return ERROR;
    }
    return status >= 400 ? WARN : INFO;
  }
}
