package dev.pgext.migrate.script;

import java.util.List;

/**
 * One statement of a script.
 *
 * @param text from its first to its last character, without the semicolon
 * @param offset of its first character in the script
 * @param words its first words in lower case, comments and quoted names left out
 */
public record SqlStatement(String text, int offset, List<String> words) {
  public SqlStatement {
    words = List.copyOf(words);
  }

  /** The same in a script that has this one further down. */
  public SqlStatement movedBy(int distance) {
    return new SqlStatement(text, offset + distance, words);
  }

  /** Whether it begins with these words. */
  public boolean begins(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }

  /** Whether the word is among its first ones. */
  public boolean mentions(String word) {
    return words.contains(word);
  }
}
