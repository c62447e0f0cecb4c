package dev.pgext.migrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One pass over a script. Confined to its thread. */
final class Splitter {
  private static final int WORDS_KEPT = 24;
  private static final int NOT_STARTED = -1;

  private final Tokens tokens;
  private final String text;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private int at;
  private int start = NOT_STARTED;
  private int parentheses;
  private int bodies;
  private String previous = "";

  Splitter(String text) {
    this.text = text;
    this.tokens = new Tokens(text);
  }

  List<SqlStatement> run() {
    while (at < text.length()) {
      step(text.charAt(at));
    }
    finish(text.length());
    return statements;
  }

  private void step(char c) {
    if (Tokens.isSpace(c)) {
      at++;
    } else if (text.startsWith("--", at)) {
      at = tokens.lineEnd(at);
    } else if (text.startsWith("/*", at)) {
      at = tokens.commentEnd(at);
    } else if (c == ';' && parentheses == 0 && bodies == 0) {
      finish(at++);
    } else if (c == '\\') {
      metaCommand();
    } else {
      token(c);
    }
  }

  private void token(char c) {
    if (start == NOT_STARTED) {
      start = at;
    }
    switch (c) {
      case '\'' -> at = tokens.quoteEnd(at, c);
      case '"' -> at = tokens.quoteEnd(at, c);
      case '$' -> at = tokens.dollarEnd(at);
      case '(' -> open();
      case ')' -> close();
      default -> {
        if (Tokens.isWordStart(c)) {
          word();
        } else {
          at = tokens.numberEnd(at);
        }
      }
    }
  }

  private void open() {
    parentheses++;
    at++;
  }

  private void close() {
    parentheses = Math.max(0, parentheses - 1);
    at++;
  }

  private void word() {
    int end = tokens.wordEnd(at);
    String word = text.substring(at, end).toLowerCase(Locale.ROOT);
    if (word.equals("e") && end < text.length() && text.charAt(end) == '\'') {
      at = tokens.escapedEnd(end);
      return;
    }
    if (words.size() < WORDS_KEPT) {
      words.add(word);
    }
    refuseCopiedRows(word);
    if (parentheses == 0 && definesRoutine()) {
      body(word);
    }
    previous = word;
    at = end;
  }

  /** {@code COPY … FROM STDIN} is followed by rows, which are no SQL. */
  private void refuseCopiedRows(String word) {
    if (parentheses == 0
        && word.equals("stdin")
        && previous.equals("from")
        && words.get(0).equals("copy")) {
      throw new ScriptException(
          "COPY … FROM stdin has its rows in the script, which only psql can read: write INSERT …"
              + " VALUES instead (pg_dump --inserts writes such a file)",
          start);
    }
  }

  private boolean definesRoutine() {
    if (!words.get(0).equals("create") || words.size() < 2) {
      return false;
    }
    String kind = words.get(1).equals("or") && words.size() > 3 ? words.get(3) : words.get(1);
    return kind.equals("function") || kind.equals("procedure");
  }

  /** {@code BEGIN ATOMIC … END} has semicolons, and CASE has an END of its own. */
  private void body(String word) {
    if (bodies == 0) {
      bodies = word.equals("atomic") && previous.equals("begin") ? 1 : 0;
    } else if (word.equals("case")) {
      bodies++;
    } else if (word.equals("end")) {
      bodies--;
    }
  }

  /**
   * pg_dump writes {@code \restrict} and {@code \\unrestrict} for psql alone; all others matter.
   */
  private void metaCommand() {
    int end = tokens.lineEnd(at);
    String command = text.substring(at, end).strip().split("\\s", 2)[0];
    boolean ofDumps = command.equals("\\restrict") || command.equals("\\unrestrict");
    if (start != NOT_STARTED || !ofDumps) {
      throw new ScriptException(
          command + " is a command of psql, not SQL: remove it, or write what it does as SQL", at);
    }
    at = end;
  }

  private void finish(int end) {
    if (start != NOT_STARTED) {
      statements.add(new SqlStatement(text.substring(start, end).stripTrailing(), start, words));
    }
    start = NOT_STARTED;
    words.clear();
    parentheses = 0;
    bodies = 0;
    previous = "";
  }
}
