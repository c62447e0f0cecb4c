package dev.pgext.catalog;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads where a view's columns come from out of its stored query tree. The tree is text: nodes in
 * braces, lists in parentheses, fields by name, and a backslash before a character of a name that
 * could be mistaken for these. Of {@code ({QUERY … :targetList ({TARGETENTRY … :resno 1 …
 * :resorigtbl 16385 :resorigcol 1 …} …) …})} the fields of the outermost list's entries say it; the
 * planner has already looked through subqueries and common table expressions to fill them. A column
 * that is an expression, or comes from a UNION, has none.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/nodes/outfuncs.c">
 *     PostgreSQL: outfuncs.c</a>
 */
final class ViewDefinition {
  private static final String TARGET_LIST = ":targetList ";
  private static final String NUMBER = ":resno ";
  private static final String TABLE = ":resorigtbl ";
  private static final String COLUMN = ":resorigcol ";
  private static final int QUERY = 1;
  private static final int ENTRY = 2;

  private final String tree;
  private final Map<Integer, Origin> origins = new HashMap<>();
  private boolean inTargets;
  private int number;
  private int table;

  private ViewDefinition(String tree) {
    this.tree = tree;
  }

  /** A column of a table or of another view, by oid and number. */
  record Origin(int relation, int column) {}

  /** The origins by the view's column number. */
  static Map<Integer, Origin> origins(String tree) {
    ViewDefinition definition = new ViewDefinition(tree);
    definition.scan();
    return Map.copyOf(definition.origins);
  }

  private void scan() {
    int depth = 0;
    for (int at = 0; at < tree.length(); at++) {
      switch (tree.charAt(at)) {
        case '\\' -> at++;
        case '{' -> depth++;
        case '}' -> depth--;
        case ':' -> field(at, depth);
        case ')' -> {
          if (inTargets && depth == QUERY) {
            return;
          }
        }
        default -> {}
      }
    }
  }

  private void field(int at, int depth) {
    if (depth == QUERY && tree.startsWith(TARGET_LIST, at)) {
      inTargets = true;
    } else if (inTargets && depth == ENTRY) {
      entryField(at);
    }
  }

  private void entryField(int at) {
    if (tree.startsWith(NUMBER, at)) {
      number = value(at + NUMBER.length());
    } else if (tree.startsWith(TABLE, at)) {
      table = value(at + TABLE.length());
    } else if (tree.startsWith(COLUMN, at) && table != 0) {
      origins.put(number, new Origin(table, value(at + COLUMN.length())));
    }
  }

  private int value(int start) {
    int end = start;
    while (Character.isDigit(tree.charAt(end)) || tree.charAt(end) == '-') {
      end++;
    }
    return (int) Long.parseLong(tree, start, end, 10);
  }
}
