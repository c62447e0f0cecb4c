package dev.pgext.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of entries, one JSON object a line, and the older files {@code name.1} … of it. What does
 * not fit on the disk is not kept; the server goes on. Several processes may append to one file:
 * each batch is one write. Confined to one thread.
 */
public final class LogFile implements LogSink {
  /** How large it becomes. */
  public record Bounds(long bytes, int older) {
    public static final Bounds STANDARD = new Bounds(10L << 20, 4);
  }

  private final Path path;
  private final Bounds bounds;

  /** The folder is made with the first entry. */
  public LogFile(Path path, Bounds bounds) {
    this.path = path;
    this.bounds = bounds;
  }

  @Override
  public void keep(List<LogEntry> entries) {
    String lines = entries.stream().map(LogEntry::json).collect(Collectors.joining("\n", "", "\n"));
    try {
      Files.createDirectories(path.getParent());
      rotate();
      try (OutputStream out =
          Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(lines.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException full) {
      // The process's own streams have it as well.
    }
  }

  private void rotate() throws IOException {
    if (!Files.exists(path) || Files.size(path) < bounds.bytes()) {
      return;
    }
    for (int i = bounds.older(); i > 0; i--) {
      Path from = i == 1 ? path : older(i - 1);
      if (Files.exists(from)) {
        Files.move(from, older(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path older(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public void close() {}
}
