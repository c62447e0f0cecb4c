package dev.pgext.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in {@code postmaster.pid}.
 *
 * @param port where it listens; 0 where it did not say so yet
 * @see <a href="https://www.postgresql.org/docs/current/storage-file-layout.html">file layout</a>
 */
record PostmasterPid(long pid, Instant started, int port, boolean ready) {

  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  static Path file(Path dataDirectory) {
    return dataDirectory.resolve("postmaster.pid");
  }

  /** Reads the file; empty if there is none, or it is not completely written. */
  static Optional<PostmasterPid> read(Path dataDirectory) {
    try {
      List<String> lines = Files.readAllLines(file(dataDirectory));
      if (lines.size() < 3) {
        return Optional.empty();
      }
      boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
      long pid = Long.parseLong(lines.get(0).strip());
      Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
      return Optional.of(new PostmasterPid(pid, started, port, ready));
    } catch (NoSuchFileException noServer) {
      return Optional.empty();
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The live process that wrote the file. A process that merely has the same id, because the
   * machine or container was restarted since, started at another time.
   */
  Optional<ProcessHandle> server() {
    return ProcessHandle.of(pid).filter(PostmasterPid::alive).filter(this::startedThen);
  }

  /**
   * Whether the process runs. One that has ended but whose parent never asks for its status, as in
   * a container without an init process, counts as ended.
   */
  static boolean alive(ProcessHandle process) {
    return process.isAlive() && !zombie(process.pid());
  }

  private static boolean zombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException notLinux) {
      return false;
    }
  }

  private boolean startedThen(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(instant -> Duration.between(instant, started).abs().compareTo(CLOCK_TOLERANCE) <= 0)
        .orElse(true);
  }
}
