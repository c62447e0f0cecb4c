package dev.pgext.migrate;

import dev.pgext.migrate.Comparison.Item;
import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.file.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how far a database is, without writing to it. */
final class Statuses {
  private Statuses() {}

  static MigrationStatus of(Session session, MigrationSettings settings, List<MigrationFile> files)
      throws SQLException {
    String running = new RunLock(session).holder().orElse(null);
    List<OtherTools.Found> others = others(session, settings, files);
    Comparison found = comparison(session, others, files);
    return new MigrationStatus(
        found.items().stream().map(Statuses::entry).toList(),
        running,
        others.stream().map(OtherTools.Found::table).toList());
  }

  static Comparison comparison(
      Session session, MigrationSettings settings, List<MigrationFile> files) throws SQLException {
    return comparison(session, others(session, settings, files), files);
  }

  private static List<OtherTools.Found> others(
      Session session, MigrationSettings settings, List<MigrationFile> files) throws SQLException {
    return new History(session).exists()
        ? List.of()
        : new OtherTools(session, settings.environment(), files).find();
  }

  private static Comparison comparison(
      Session session, List<OtherTools.Found> others, List<MigrationFile> files)
      throws SQLException {
    History history = new History(session);
    return history.exists()
        ? new Comparison(files, history.rows(), history.progress())
        : new Comparison(files, takenOver(others, files), List.of());
  }

  /** The rows of other tools; their database has what schema.sql would make. */
  static List<HistoryRow> takenOver(List<OtherTools.Found> others, List<MigrationFile> files) {
    List<HistoryRow> rows = new ArrayList<>();
    for (OtherTools.Found found : others) {
      if (rows.isEmpty()) {
        files.stream()
            .filter(file -> file.kind() == Kind.SCHEMA)
            .forEach(file -> rows.add(schema(file)));
      }
      rows.addAll(found.rows());
    }
    return rows;
  }

  private static HistoryRow schema(MigrationFile file) {
    return new HistoryRow(
        file.identity(),
        file.kind(),
        null,
        file.description(),
        file.script(),
        file.checksum(),
        History.BASELINE,
        Instant.now());
  }

  private static MigrationStatus.Entry entry(Item item) {
    MigrationFile file = item.file();
    HistoryRow row = item.row();
    Progress progress = item.progress();
    return new MigrationStatus.Entry(
        text(file == null ? (row == null ? null : row.version()) : file.version()),
        file == null ? (row == null ? "" : row.description()) : file.description(),
        item.path(),
        item.state(),
        row == null ? null : row.appliedAt(),
        row == null ? null : row.origin(),
        progress == null ? null : Integer.valueOf(progress.done()),
        progress == null ? null : Integer.valueOf(progress.statements()));
  }

  private static String text(@Nullable Version version) {
    return version == null ? "" : version.toString();
  }
}
