package dev.pgext.migrate.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a script, and where: data for a terminal, a browser or a log.
 *
 * @param line of the fault, from 1
 * @param column of the fault, from 1
 * @param excerpt the line's text
 * @param statement where the statement begins, from 1; the same line where it is short
 * @param sqlState null where PostgreSQL has not seen it
 * @param context where in a function, as PostgreSQL says it
 */
public record SqlFault(
    String file,
    int line,
    int column,
    String excerpt,
    Statement statement,
    String message,
    @Nullable String sqlState,
    @Nullable String detail,
    @Nullable String hint,
    @Nullable String context) {

  private static final int WIDTH = 120;

  /** The statement's first line. */
  public record Statement(int line, String text) {}

  /** What PostgreSQL says of a fault. */
  public record Words(
      String message,
      @Nullable String sqlState,
      @Nullable String detail,
      @Nullable String hint,
      @Nullable String context) {}

  /** The fault at an offset of a source, in a statement that begins at another. */
  public static SqlFault at(Source source, int offset, int statement, Words words) {
    Source.Place place = source.place(offset);
    Source.Place first = source.place(statement);
    return new SqlFault(
        source.name(),
        place.line(),
        place.column(),
        place.text(),
        new Statement(first.line(), first.text().strip()),
        words.message(),
        words.sqlState(),
        words.detail(),
        words.hint(),
        words.context());
  }

  /** The fault of a script that is not even cut into statements. */
  public static SqlFault of(Source source, ScriptException fault) {
    return at(
        source, fault.offset(), fault.offset(), new Words(fault.fault(), null, null, null, null));
  }

  /** The same with a hint of ours, unless PostgreSQL has one. */
  public SqlFault hinting(String ours) {
    return hint != null
        ? this
        : new SqlFault(
            file, line, column, excerpt, statement, message, sqlState, detail, ours, context);
  }

  /** The same with a detail and a hint of ours. */
  public SqlFault explained(String moreDetail, String ours) {
    return new SqlFault(
        file, line, column, excerpt, statement, message, sqlState, moreDetail, ours, context);
  }

  /** Whether a terminal shows colours. */
  public enum Colours {
    SHOWN("\u001b[1;31m", "\u001b[0m"),
    NONE("", "");

    private final String begin;
    private final String end;

    Colours(String begin, String end) {
      this.begin = begin;
      this.end = end;
    }

    private String red(String text) {
      return begin + text + end;
    }
  }

  /** For a log, without a newline at the end. */
  public String render() {
    return render(Colours.NONE);
  }

  /** For a terminal, without a newline at the end. */
  public String render(Colours colours) {
    List<String> lines = new ArrayList<>();
    lines.add("%s:%d:%d: %s%s".formatted(file, line, column, colours.red(message), state()));
    if (statement.line() != line) {
      lines.add(numbered(statement.line(), clipped(statement.text(), 0)));
    }
    int skipped = column > WIDTH ? column - WIDTH / 2 : 0;
    lines.add(numbered(line, clipped(excerpt, skipped)));
    lines.add(" ".repeat(7) + "| " + indent(skipped) + colours.red("^"));
    add(lines, "detail", detail);
    add(lines, "hint", hint);
    add(lines, "where", context);
    return String.join("\n", lines);
  }

  private String state() {
    return sqlState == null ? "" : " (SQLSTATE " + sqlState + ")";
  }

  private static String numbered(int number, String text) {
    return "%6d | %s".formatted(number, text);
  }

  private static String clipped(String text, int skipped) {
    int begin =
        text.offsetByCodePoints(0, Math.min(skipped, text.codePointCount(0, text.length())));
    String rest = text.substring(begin);
    int shown = Math.min(WIDTH, rest.codePointCount(0, rest.length()));
    return rest.substring(0, rest.offsetByCodePoints(0, shown));
  }

  /** Tabs stay tabs, so that the caret is under its character. */
  private String indent(int skipped) {
    return excerpt
        .codePoints()
        .skip(skipped)
        .limit(Math.max(0, column - 1 - skipped))
        .mapToObj(c -> c == '\t' ? "\t" : " ")
        .collect(java.util.stream.Collectors.joining());
  }

  private static void add(List<String> lines, String label, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      lines.add("  " + label + ": " + text.replace("\n", "\n    "));
    }
  }
}
