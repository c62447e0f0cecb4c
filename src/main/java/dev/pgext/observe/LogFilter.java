package dev.pgext.observe;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries somebody wants to see.
 *
 * @param since null for all
 * @param level this and more urgent ones
 * @param components none for all
 * @param grep found anywhere in the message; null for all
 */
public record LogFilter(
    @Nullable Instant since, Severity level, Set<Component> components, @Nullable Pattern grep) {
  public static final LogFilter ALL = new LogFilter(null, Severity.DEBUG, Set.of(), null);

  public LogFilter {
    components = Set.copyOf(components);
  }

  /** Whether it is one of them. */
  public boolean admits(LogEntry entry) {
    return (since == null || !entry.time().isBefore(since))
        && level.includes(entry.level())
        && (components.isEmpty() || components.contains(entry.component()))
        && (grep == null || grep.matcher(entry.message()).find());
  }
}
