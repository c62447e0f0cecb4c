package dev.pgext.migrate.file;

import dev.pgext.migrate.script.Execution;
import dev.pgext.migrate.script.ScriptException;
import dev.pgext.migrate.script.Source;
import dev.pgext.migrate.script.SqlScript;
import dev.pgext.migrate.script.SqlStatement;
import java.util.List;

/**
 * The part of a file that leads up, or down.
 *
 * @param source the whole file, for the places in it
 * @param begin of the part, in characters
 * @param end of the part
 * @param wish what the file asks for
 */
public record Section(Source source, int begin, int end, Wish wish) {

  /** Whether a file asks to be run outside a transaction. */
  public enum Wish {
    TRANSACTION,
    NO_TRANSACTION
  }

  /** A whole file. */
  public static Section whole(Source source, Wish wish) {
    return new Section(source, 0, source.text().length(), wish);
  }

  public String text() {
    return source.text().substring(begin, end);
  }

  /**
   * The statements, with their offsets in the file.
   *
   * @throws ScriptException with an offset in the file
   */
  public List<SqlStatement> statements() {
    try {
      return SqlScript.split(text()).stream().map(found -> found.movedBy(begin)).toList();
    } catch (ScriptException fault) {
      throw new ScriptException(fault.fault(), fault.offset() + begin);
    }
  }

  /** Whether it can run in one transaction with others. */
  public static boolean transactional(Section section, List<SqlStatement> statements) {
    return section.wish == Wish.TRANSACTION
        && statements.stream()
            .map(Execution::of)
            .noneMatch(how -> how == Execution.OUTSIDE || how == Execution.CONTROL);
  }
}
