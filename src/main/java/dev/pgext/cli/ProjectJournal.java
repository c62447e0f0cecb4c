package dev.pgext.cli;

import dev.pgext.migrate.MigrationEvent;
import dev.pgext.observe.Component;
import dev.pgext.observe.LogEntry;
import dev.pgext.observe.Severity;
import dev.pgext.project.logs.ProjectLogs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What commands that change a database leave in a project's log. */
final class ProjectJournal {
  private ProjectJournal() {}

  /** Keeps what happens in a run of migrations; nothing outside of a project. */
  static Consumer<MigrationEvent> migrations(Path folder) {
    return event -> {
      String line = MigrationLines.line(event);
      if (line != null) {
        keep(folder, Severity.INFO, line.strip());
      }
    };
  }

  /** Keeps one line. */
  static void keep(Path folder, Severity level, String message) {
    ProjectLogs.of(folder)
        .ifPresent(
            logs ->
                logs.file("migrations")
                    .keep(
                        List.of(
                            new LogEntry(Instant.now(), level, Component.MIGRATIONS, message))));
  }
}
