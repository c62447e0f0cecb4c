package dev.pgext.migrate;

import dev.pgext.migrate.Comparison.Item;
import dev.pgext.migrate.file.Checksum;
import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.Section;
import dev.pgext.migrate.script.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the history say what the folder says; runs nothing. Confined to one run. */
final class Repair {
  private final History history;
  private final Comparison found;
  private final List<String> done = new ArrayList<>();

  Repair(History history, Comparison found) {
    this.history = history;
    this.found = found;
  }

  /** What was put right, for people. */
  List<String> run() throws SQLException {
    Set<String> underway = new HashSet<>();
    for (Item item : found.items()) {
      MigrationFile file = item.file();
      HistoryRow row = item.row();
      Progress progress = item.progress();
      if (file != null && progress != null) {
        underway.add(progress.identity());
        forgetWhereEdited(file, progress);
      } else if (row != null) {
        repair(item, file, row);
      }
    }
    for (Progress orphan : found.progress()) {
      if (!underway.contains(orphan.identity())) {
        history.forgetProgress(orphan.identity());
        done.add(orphan.script() + ": its file is gone, and so is the record of its interruption");
      }
    }
    return done;
  }

  private void repair(
      Item item, @org.jspecify.annotations.Nullable MigrationFile file, HistoryRow row)
      throws SQLException {
    switch (item.state()) {
      case EDITED -> {
        if (file != null) {
          history.describe(file);
          done.add(file.path() + ": taken as it is now");
        }
      }
      case MISSING -> {
        history.remove(row.identity());
        done.add(row.script() + ": its file is gone, and so is its row");
      }
      default -> {
        // Nothing is wrong with it.
      }
    }
  }

  /** What was done of it was edited, so that nobody can tell where to go on. */
  private void forgetWhereEdited(MigrationFile file, Progress progress) throws SQLException {
    Section section = progress.direction() == Direction.UP ? file.up() : file.down();
    List<SqlStatement> statements = section == null ? List.of() : section.statements();
    List<SqlStatement> first = statements.subList(0, Math.min(progress.done(), statements.size()));
    String text = first.stream().map(SqlStatement::text).collect(Collectors.joining(";\n"));
    if (first.size() < progress.done() || Checksum.of(text) != progress.prefix()) {
      history.forgetProgress(progress.identity());
      done.add(file.path() + ": begins anew the next time, with its first statement");
    }
  }
}
