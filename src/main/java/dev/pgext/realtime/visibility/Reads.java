package dev.pgext.realtime.visibility;

import dev.pgext.pg.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an expression reads of the row it is about, as far as its words tell: rather too much than
 * too little.
 *
 * @param names the identifiers that may be columns
 * @param wholeRow whether it needs the row as one value
 * @param systemColumn whether it needs what an image does not have
 */
record Reads(Set<String> names, boolean wholeRow, boolean systemColumn) {
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  Reads {
    names = Set.copyOf(names);
  }

  /**
   * What an expression over a table reads.
   *
   * @throws SqlTokens.UnreadableException where it is not what the deparser prints
   */
  static Reads of(QualifiedName table, String expression) {
    List<Token> tokens = SqlTokens.of(expression);
    Set<String> names = new HashSet<>();
    boolean wholeRow = false;
    boolean systemColumn = false;
    for (int index = 0; index < tokens.size(); index++) {
      Token token = tokens.get(index);
      if (!token.isIdentifier() || isSymbol(tokens, index + 1, "(")) {
        continue;
      }
      names.add(token.text());
      wholeRow |=
          token.text().equals(table.name())
              && isSymbol(tokens, index + 1, ".")
              && isSymbol(tokens, index + 2, "*");
      systemColumn |= SYSTEM_COLUMNS.contains(token.text()) && isOf(table, tokens, index);
    }
    return new Reads(names, wholeRow, systemColumn);
  }

  /** The deparser qualifies every column in a subquery, and none outside of one. */
  private static boolean isOf(QualifiedName table, List<Token> tokens, int index) {
    return !isSymbol(tokens, index - 1, ".") || tokens.get(index - 2).text().equals(table.name());
  }

  private static boolean isSymbol(List<Token> tokens, int index, String symbol) {
    return index >= 0 && index < tokens.size() && tokens.get(index).isSymbol(symbol);
  }

  boolean reads(String column) {
    return wholeRow || names.contains(column);
  }
}
