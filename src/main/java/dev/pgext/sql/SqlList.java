package dev.pgext.sql;

/** Writes an opening before the first item of a list and a separator before every other. */
final class SqlList {
  private final SqlBuilder out;
  private final String separator;
  private String before;

  SqlList(SqlBuilder out, String opening, String separator) {
    this.out = out;
    this.before = opening;
    this.separator = separator;
  }

  /** To be called before each item. */
  void next() {
    out.sql(before);
    before = separator;
  }
}
