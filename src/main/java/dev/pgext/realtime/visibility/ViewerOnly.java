package dev.pgext.realtime.visibility;

import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import dev.pgext.realtime.visibility.TableFacts.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Knows expressions whose value is the same as long as role and claims are: they consist of the
 * claims, constants, operators and functions that are listed here, and of functions in SQL that
 * consist of these. What is not known is taken to depend on more. Confined to one thread.
 */
final class ViewerOnly {
  private static final Set<String> KEYWORDS =
      Set.of(
          "AND",
          "OR",
          "NOT",
          "IS",
          "NULL",
          "TRUE",
          "FALSE",
          "SELECT",
          "RETURN",
          "AS",
          "ARRAY",
          "ANY",
          "ALL",
          "COALESCE",
          "NULLIF",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "FROM",
          "WHERE",
          "CURRENT_USER",
          "CURRENT_ROLE",
          "IN",
          "EXISTS");

  private static final Set<String> TYPES =
      Set.of(
          "text",
          "uuid",
          "integer",
          "int",
          "bigint",
          "smallint",
          "int2",
          "int4",
          "int8",
          "boolean",
          "bool",
          "json",
          "jsonb",
          "numeric",
          "character",
          "varying",
          "varchar");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "lower",
          "upper",
          "btrim",
          "ltrim",
          "rtrim",
          "concat",
          "split_part",
          "replace",
          "array_agg",
          "string_to_array",
          "unnest",
          "array_remove",
          "array_append",
          "array_cat",
          "json_array_elements_text",
          "jsonb_array_elements_text",
          "json_array_elements",
          "jsonb_array_elements",
          "json_extract_path",
          "jsonb_extract_path",
          "json_extract_path_text",
          "jsonb_extract_path_text",
          "jsonb_typeof",
          "json_typeof",
          "jsonb_exists",
          "jsonb_exists_any",
          "json_object_keys",
          "jsonb_object_keys",
          "jsonb_build_array",
          "jsonb_build_object",
          "array_length",
          "cardinality");

  private static final Set<String> OPERATORS =
      Set.of(
          "=", "<>", "!=", "<", ">", "<=", ">=", "->", "->>", "#>", "#>>", "||", "?", "?|", "?&",
          "@>", "<@", "+", "-", "(", ")", "[", "]", ",", ".", "::");

  private static final Set<String> LITERALS = Set.of("true", "false");

  private static final String CLAIMS = "request.jwt.";

  private final Set<String> enumerations;
  private final Map<String, Boolean> functions = new HashMap<>();

  /**
   * @param functions those that the policies call
   * @param enumerations the bare names of types of the table's columns that are enumerations
   */
  ViewerOnly(List<Function> functions, Set<String> enumerations) {
    this.enumerations = Set.copyOf(enumerations);
    for (Function function : functions) {
      // Of several with one name, any may be meant.
      this.functions.merge(
          function.schema() + "." + function.name(),
          function.plain() && isBody(function),
          Boolean::logicalAnd);
    }
  }

  private static boolean isBody(Function function) {
    try {
      List<Token> tokens = SqlTokens.of(function.body().strip().replaceFirst(";$", ""));
      boolean query =
          !tokens.isEmpty() && Set.of("SELECT", "RETURN").contains(upper(tokens.get(0).text()));
      return query && new ViewerOnly(List.of(), Set.of()).test(tokens, Names.of(function));
    } catch (UnreadableException unreadable) {
      return false;
    }
  }

  /**
   * Which identifiers may occur that are neither functions nor types.
   *
   * @param printed whether PostgreSQL printed the text: it resolved the names, and writes keywords
   *     in capitals
   * @param arguments what else may occur
   */
  private record Names(boolean printed, Set<String> arguments) {
    static final Names ANY = new Names(true, Set.of());

    static Names of(Function function) {
      return new Names(false, Set.copyOf(function.arguments()));
    }

    boolean allow(Token token) {
      return printed ? !isCapital(token) : arguments.contains(token.text());
    }

    String keyword(Token token) {
      return printed ? token.text() : upper(token.text());
    }
  }

  /** Whether an expression that PostgreSQL printed, and that has no columns, is such a one. */
  boolean test(List<Token> expression) {
    return test(expression, Names.ANY);
  }

  private boolean test(List<Token> tokens, Names names) {
    for (int index = 0; index < tokens.size(); index++) {
      if (!isKnown(tokens, index, names)) {
        return false;
      }
    }
    return true;
  }

  private boolean isKnown(List<Token> tokens, int index, Names names) {
    Token token = tokens.get(index);
    return switch (token.kind()) {
      case STRING, NUMBER -> true;
      case SYMBOL -> OPERATORS.contains(token.text()) || token.text().startsWith("$");
      case QUOTED, WORD -> isKnownName(tokens, index, names);
    };
  }

  private boolean isKnownName(List<Token> tokens, int index, Names names) {
    Token token = tokens.get(index);
    if (isSymbol(tokens, index - 1, "::")) {
      return isType(tokens, index);
    }
    if (token.kind() == Token.Kind.WORD && names.keyword(token).equals("FROM")) {
      return readsFunction(tokens, index);
    }
    if (isKeyword(token, names)) {
      return true;
    }
    if (isSymbol(tokens, index + 1, "(") && !isAlias(tokens, index)) {
      return isFunction(tokens, index);
    }
    boolean rest =
        isSymbol(tokens, index - 1, ".") || isTypeRest(tokens, index) || isNamed(tokens, index);
    return rest || names.allow(token);
  }

  private static boolean isWord(Token token, String word) {
    return token.kind() == Token.Kind.WORD && upper(token.text()).equals(word);
  }

  private static boolean isKeyword(Token token, Names names) {
    if (token.kind() != Token.Kind.WORD) {
      return false;
    }
    return KEYWORDS.contains(names.keyword(token)) || LITERALS.contains(token.text());
  }

  /** What PostgreSQL prints in capitals is a keyword, here one that is not known. */
  private static boolean isCapital(Token token) {
    return token.kind() == Token.Kind.WORD && Character.isUpperCase(token.text().charAt(0));
  }

  private boolean isType(List<Token> tokens, int index) {
    int last = index;
    while (isSymbol(tokens, last + 1, ".")) {
      last += 2;
    }
    String name = tokens.get(last).text();
    return last == index
        ? TYPES.contains(name) || enumerations.contains(name)
        : enumerations.contains(name);
  }

  private static boolean isTypeRest(List<Token> tokens, int index) {
    return index > 0
        && isWord(tokens.get(index), "VARYING")
        && isWord(tokens.get(index - 1), "CHARACTER");
  }

  /** {@code AS name}. */
  private static boolean isNamed(List<Token> tokens, int index) {
    return index > 0 && isWord(tokens.get(index - 1), "AS");
  }

  /** {@code f(…) alias(column)}: what follows the alias of a function is not a call. */
  private static boolean isAlias(List<Token> tokens, int index) {
    return index > 0
        && (tokens.get(index - 1).isSymbol(")") || tokens.get(index - 1).isKeyword("AS"));
  }

  private boolean isFunction(List<Token> tokens, int index) {
    String name = tokens.get(index).text();
    if (isSymbol(tokens, index - 1, ".")) {
      String schema = tokens.get(index - 2).text();
      return schema.equals("pg_catalog")
          ? isBuiltIn(tokens, index)
          : functions.getOrDefault(schema + "." + name, false);
    }
    return isBuiltIn(tokens, index);
  }

  private static boolean isBuiltIn(List<Token> tokens, int index) {
    String name = tokens.get(index).text();
    return name.toLowerCase(Locale.ROOT).equals("current_setting")
        ? readsClaims(tokens, index + 2)
        : FUNCTIONS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a setting's name is a constant, and one of the claims'. */
  private static boolean readsClaims(List<Token> tokens, int name) {
    if (name >= tokens.size()
        || tokens.get(name).kind() != Token.Kind.STRING
        || !tokens.get(name).text().startsWith(CLAIMS)) {
      return false;
    }
    int next = isSymbol(tokens, name + 1, "::") ? name + 3 : name + 1;
    return isSymbol(tokens, next, ",") || isSymbol(tokens, next, ")");
  }

  /** Rows come from one function, never from a table. */
  private static boolean readsFunction(List<Token> tokens, int from) {
    int depth = 0;
    boolean call =
        from + 2 < tokens.size()
            && tokens.get(from + 1).isIdentifier()
            && isSymbol(tokens, from + 2, "(");
    for (int index = from + 1; call && index < tokens.size() && depth >= 0; index++) {
      Token token = tokens.get(index);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      call = depth != 0 || !token.isSymbol(",");
    }
    return call;
  }

  private static boolean isSymbol(List<Token> tokens, int index, String symbol) {
    return index >= 0 && index < tokens.size() && tokens.get(index).isSymbol(symbol);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
