package dev.pgext.project.logs;

import dev.pgext.observe.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All entries of a project's logs in the order of time, and then those that come. */
public final class LogReader implements AutoCloseable {
  private final ProjectLogs logs;
  private final Map<Path, Tail> own = new LinkedHashMap<>();
  private final Map<Path, Tail> postgres = new LinkedHashMap<>();

  public LogReader(ProjectLogs logs) {
    this.logs = logs;
  }

  /** Those that came since the last call; the first time, all that there are. */
  public List<LogEntry> next() throws IOException {
    boolean first = own.isEmpty();
    List<LogEntry> entries = new ArrayList<>();
    for (Path path : logs.files()) {
      if (first || path.toString().endsWith(".log")) {
        Tail tail = own.computeIfAbsent(path, Tail::new);
        tail.lines().stream().map(LogEntry::parse).flatMap(Optional::stream).forEach(entries::add);
      }
    }
    for (Path path : logs.postgresFiles()) {
      entries.addAll(PostgresLog.entries(postgres.computeIfAbsent(path, Tail::new).lines()));
    }
    entries.sort(Comparator.comparing(LogEntry::time));
    return entries;
  }

  @Override
  public void close() throws IOException {
    for (Tail tail : own.values()) {
      tail.close();
    }
    for (Tail tail : postgres.values()) {
      tail.close();
    }
  }
}
