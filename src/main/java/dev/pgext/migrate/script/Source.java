package dev.pgext.migrate.script;

/**
 * A file's text, and what it is called for people.
 *
 * @param name as a user would open it: {@code migrations/V1__tasks.sql}
 */
public record Source(String name, String text) {

  /** The place of an offset. Lines and columns begin with 1; columns count characters as seen. */
  public Place place(int offset) {
    int at = Math.clamp(offset, 0, text.length());
    int line = 1;
    int begin = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
      line++;
      begin = i + 1;
    }
    return new Place(line, text.codePointCount(begin, at) + 1, lineFrom(begin));
  }

  private String lineFrom(int begin) {
    int end = text.indexOf('\n', begin);
    return text.substring(begin, end < 0 ? text.length() : end).stripTrailing();
  }

  /** A line, a column and the line's text. */
  public record Place(int line, int column, String text) {}
}
