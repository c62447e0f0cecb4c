package dev.pgext.realtime.visibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A piece of an expression that PostgreSQL printed: it puts parentheses around every operation, so
 * what is inside none is one operation. Immutable.
 */
record Span(String source, List<Token> tokens) {

  Span {
    tokens = List.copyOf(tokens);
  }

  static Span of(String source) {
    return new Span(source, SqlTokens.of(source)).bare();
  }

  int size() {
    return tokens.size();
  }

  Token token(int index) {
    return tokens.get(index);
  }

  /** The piece as it was printed. */
  String sql() {
    return source.substring(token(0).start(), token(size() - 1).end());
  }

  Span part(int from, int to) {
    return new Span(source, tokens.subList(from, to));
  }

  /** Without parentheses around the whole. */
  Span bare() {
    Span bare = this;
    while (bare.size() > 2 && bare.token(0).isSymbol("(") && bare.close(0) == bare.size() - 1) {
      bare = bare.part(1, bare.size() - 1);
    }
    return bare;
  }

  /** Where the parenthesis or bracket is closed that is opened at an index; the size if nowhere. */
  private int close(int open) {
    int depth = 0;
    for (int index = open; index < size(); index++) {
      depth += depth(token(index));
      if (depth == 0) {
        return index;
      }
    }
    return size();
  }

  private static int depth(Token token) {
    if (token.isSymbol("(") || token.isSymbol("[")) {
      return 1;
    }
    return token.isSymbol(")") || token.isSymbol("]") ? -1 : 0;
  }

  /** Where tokens with one of these texts, keywords or operators, stand outside parentheses. */
  List<Integer> outside(Set<String> texts) {
    List<Integer> found = new ArrayList<>();
    int depth = 0;
    for (int index = 0; index < size(); index++) {
      Token token = token(index);
      depth += depth(token);
      boolean bareword = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.SYMBOL;
      if (depth == 0 && bareword && texts.contains(token.text())) {
        found.add(index);
      }
    }
    return found;
  }

  /** The pieces between keywords that stand outside parentheses; one if there is none. */
  List<Span> split(String keyword) {
    List<Span> parts = new ArrayList<>();
    int from = 0;
    for (int at : outside(Set.of(keyword))) {
      parts.add(part(from, at));
      from = at + 1;
    }
    parts.add(part(from, size()));
    return parts;
  }

  /** Whether its keywords, from an index on, are these and nothing follows. */
  boolean endsWith(int from, String... keywords) {
    if (size() - from != keywords.length) {
      return false;
    }
    for (int index = 0; index < keywords.length; index++) {
      if (!token(from + index).isKeyword(keywords[index])) {
        return false;
      }
    }
    return true;
  }

  boolean startsWith(String keyword) {
    return size() > 0 && token(0).isKeyword(keyword);
  }
}
