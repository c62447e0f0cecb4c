package dev.pgext.realtime.visibility;

/** Writes SQL that PostgreSQL printed as pgjdbc wants it. */
final class RowConditions {
  private RowConditions() {}

  /** Question marks of operators doubled: a single one is a parameter to pgjdbc. */
  static String escaped(String printed) {
    StringBuilder text = new StringBuilder(printed.length());
    int copied = 0;
    for (Token token : SqlTokens.of(printed)) {
      if (token.kind() == Token.Kind.SYMBOL && token.text().indexOf('?') >= 0) {
        text.append(printed, copied, token.start()).append(token.text().replace("?", "??"));
        copied = token.end();
      }
    }
    return text.append(printed, copied, printed.length()).toString();
  }
}
