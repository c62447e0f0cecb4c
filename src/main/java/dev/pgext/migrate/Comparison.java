package dev.pgext.migrate;

import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationStatus.State;
import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.file.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files against the history.
 *
 * @param files in the order in which they run
 * @param rows in the order in which they were applied
 */
record Comparison(List<MigrationFile> files, List<HistoryRow> rows, List<Progress> progress) {
  Comparison {
    files = List.copyOf(files);
    rows = List.copyOf(rows);
    progress = List.copyOf(progress);
  }

  /** A migration with what is known of it; a file or a row is there. */
  record Item(
      @Nullable MigrationFile file,
      @Nullable HistoryRow row,
      @Nullable Progress progress,
      State state) {

    String path() {
      if (file != null) {
        return file.path();
      }
      return row == null ? "" : row.script();
    }
  }

  /** Everything, files first. */
  List<Item> items() {
    Map<String, HistoryRow> known = new HashMap<>();
    rows.forEach(row -> known.put(row.identity(), row));
    Map<String, Progress> underway = new HashMap<>();
    progress.forEach(one -> underway.put(one.identity(), one));
    List<Item> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (MigrationFile file : files) {
      String identity = file.identity();
      seen.add(identity);
      HistoryRow row = known.get(identity);
      Progress at = underway.get(identity);
      items.add(new Item(file, row, at, state(file, row, at)));
    }
    rows.stream()
        .filter(row -> !seen.contains(row.identity()))
        .forEach(row -> items.add(new Item(null, row, null, withoutFile(row))));
    return items;
  }

  private State state(MigrationFile file, @Nullable HistoryRow row, @Nullable Progress at) {
    if (at != null) {
      return at.direction() == Direction.UP ? State.PARTIAL : State.REVERTING;
    }
    if (row == null) {
      return covered(file) ? State.COVERED : State.PENDING;
    }
    if (row.checksum() != null && row.checksum() != file.checksum()) {
      return file.kind() == Kind.REPEATABLE ? State.OUTDATED : State.EDITED;
    }
    return row.origin().equals(History.BASELINE) ? State.BASELINE : State.APPLIED;
  }

  private static State withoutFile(HistoryRow row) {
    return row.kind() == Kind.BASELINE ? State.BASELINE : State.MISSING;
  }

  /**
   * Whether a baseline stands for it: the history's, or a script of the folder that comes first.
   */
  private boolean covered(MigrationFile file) {
    Version baseline = baseline();
    return switch (file.kind()) {
      case SCHEMA -> rows.stream().anyMatch(row -> row.kind() == Kind.BASELINE);
      case REPEATABLE -> false;
      case BASELINE -> !Objects.equals(file.version(), baseline) || hasVersions();
      case VERSIONED ->
          baseline != null && file.version() != null && file.version().compareTo(baseline) <= 0;
    };
  }

  private boolean hasVersions() {
    return rows.stream().anyMatch(row -> row.version() != null);
  }

  private @Nullable Version baseline() {
    Version kept =
        rows.stream()
            .filter(row -> row.kind() == Kind.BASELINE)
            .map(HistoryRow::version)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    if (kept != null || hasVersions()) {
      return kept;
    }
    return files.stream()
        .filter(file -> file.kind() == Kind.BASELINE)
        .map(MigrationFile::version)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** What is to be applied, in order. */
  List<Item> due() {
    return items().stream().filter(item -> item.state().due()).toList();
  }

  /**
   * Checks that nothing stands in the way of going up.
   *
   * @throws MigrationException with every way out
   */
  void requireUnedited() {
    List<String> faults = new ArrayList<>();
    for (Item item : items()) {
      if (item.state() == State.EDITED && item.row() != null) {
        faults.add(edited(item.path(), item.row()));
      } else if (item.state() == State.REVERTING) {
        faults.add(
            "%s is reverted only in part.\n  hint: `pgext migrate down` finishes that"
                .formatted(item.path()));
      }
    }
    if (!faults.isEmpty()) {
      throw new MigrationException(Reason.STATE, String.join("\n", faults));
    }
  }

  private static String edited(String path, HistoryRow row) {
    String out =
        row.kind() == Kind.SCHEMA
            ? """
              The database does not follow such an edit. The ways out:
                - put the change into a migration (`pgext migrate new <name>`) and schema.sql back as it was
                - or, where the database is as schema.sql is now, take it as it is: `pgext migrate repair`
                - or, where its data may go, make the database anew: `pgext db:reset`"""
            : """
              The database does not follow such an edit. The ways out:
                - put the change into a new migration (`pgext migrate new <name>`) and the file back as it was
                - or, where the database is as the file is now, take it as it is: `pgext migrate repair`
                - or, where it is the last one and has a way down: undo the edit, `pgext migrate down`, edit, migrate""";
    return "%s was edited after it was applied (%s). %s".formatted(path, row.appliedAt(), out);
  }
}
