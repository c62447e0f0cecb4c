package dev.pgext.project.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.observe.Component;
import dev.pgext.observe.LogEntry;
import dev.pgext.observe.LogFile;
import dev.pgext.observe.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path project;
  private ProjectLogs logs;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(project.resolve(".pgext"));
    logs = ProjectLogs.of(project).orElseThrow();
  }

  @Test
  void entriesOfAllFilesComeInTheOrderOfTime() throws IOException {
    logs.file("server").keep(List.of(entry(2, "second")));
    logs.file("migrations").keep(List.of(entry(1, "first")));
    Path postgres = project.resolve(".pgext/postgres/server.log");
    Files.createDirectories(postgres.getParent());
    Files.writeString(
        postgres,
        """
        2026-11-20 12:00:03.000 UTC [7] ERROR:  relation "x" does not exist at character 15
        2026-11-20 12:00:03.000 UTC [7] STATEMENT:  select * from
        \tx
        """);

    try (LogReader reader = new LogReader(logs)) {
      List<LogEntry> entries = reader.next();

      assertThat(entries).extracting(LogEntry::message).startsWith("first", "second");
      assertThat(entries.get(2).component()).isEqualTo(Component.POSTGRES);
      assertThat(entries.get(2).level()).isEqualTo(Severity.ERROR);
      assertThat(entries.get(2).message())
          .isEqualTo("relation \"x\" does not exist at character 15\nSTATEMENT: select * from\nx");
    }
  }

  @Test
  void whatIsAppendedIsFollowedAndSoIsAFileThatTookItsPlace() throws IOException {
    LogFile file =
        new LogFile(project.resolve(".pgext/logs/server.log"), new LogFile.Bounds(200, 2));
    try (LogReader reader = new LogReader(logs)) {
      assertThat(reader.next()).isEmpty();
      for (int i = 0; i < 20; i++) {
        file.keep(List.of(entry(i, "line " + i)));
        assertThat(reader.next()).extracting(LogEntry::message).containsExactly("line " + i);
      }
    }
    try (var files = Files.list(project.resolve(".pgext/logs"))) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void halfALineWaitsForItsEnd() throws IOException {
    Path file = project.resolve(".pgext/logs/server.log");
    Files.createDirectories(file.getParent());
    String line = entry(1, "whole").json() + "\n";
    Files.writeString(file, line.substring(0, 20));
    try (LogReader reader = new LogReader(logs)) {
      assertThat(reader.next()).isEmpty();
      Files.writeString(file, line.substring(20), StandardOpenOption.APPEND);
      assertThat(reader.next()).containsExactly(entry(1, "whole"));
    }
  }

  private static LogEntry entry(int second, String message) {
    return new LogEntry(NOON.plusSeconds(second), Severity.INFO, Component.API, message);
  }
}
