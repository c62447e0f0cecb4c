package dev.pgext.migrate;

import java.util.List;

/**
 * What a run has done.
 *
 * @param applied files that were applied, in order
 * @param reverted files that were taken back, in order
 * @param missing scripts that the database has and the folder has not
 */
public record MigrationReport(List<String> applied, List<String> reverted, List<String> missing) {
  public MigrationReport {
    applied = List.copyOf(applied);
    reverted = List.copyOf(reverted);
    missing = List.copyOf(missing);
  }
}
