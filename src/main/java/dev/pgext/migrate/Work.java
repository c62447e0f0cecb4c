package dev.pgext.migrate;

import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.Section;
import dev.pgext.migrate.script.Execution;
import dev.pgext.migrate.script.ScriptException;
import dev.pgext.migrate.script.Source;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.migrate.script.SqlStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file to run, up or down.
 *
 * @param progress where it was interrupted; null where it was not
 */
record Work(
    MigrationFile file,
    Direction direction,
    Section section,
    List<SqlStatement> statements,
    @Nullable Progress progress) {
  Work {
    statements = List.copyOf(statements);
  }

  /**
   * Cuts a file's section into statements.
   *
   * @throws MigrationException where it cannot be cut: before anything has run
   */
  static Work of(
      MigrationFile file, Direction direction, Section section, @Nullable Progress progress) {
    try {
      return new Work(file, direction, section, section.statements(), progress);
    } catch (ScriptException fault) {
      SqlFault shown = SqlFault.of(section.source(), fault);
      throw new MigrationException(
          MigrationException.Reason.FILES, shown.render() + "\n  nothing was applied", shown);
    }
  }

  String identity() {
    return file.identity();
  }

  Source source() {
    return section.source();
  }

  String path() {
    return section.source().name();
  }

  /** Whether it can be a part of a transaction. */
  boolean transactional() {
    return progress == null && Section.transactional(section, statements);
  }

  /** Whether what comes after it needs its commit. */
  boolean makesEnumValues() {
    return statements.stream().anyMatch(one -> Execution.of(one) == Execution.BEFORE_COMMIT);
  }

  /** Whether all can go through in one transaction. */
  static boolean together(List<Work> works) {
    return works.stream().allMatch(Work::transactional)
        && works.stream().limit(Math.max(0, works.size() - 1)).noneMatch(Work::makesEnumValues);
  }

  /** Whether all can go through in one transaction, and more after them. */
  static boolean togetherWithMore(List<Work> works) {
    return works.stream().allMatch(Work::transactional)
        && works.stream().noneMatch(Work::makesEnumValues);
  }
}
