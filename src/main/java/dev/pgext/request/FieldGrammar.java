package dev.pgext.request;

import static dev.pgext.request.combinator.Characters.anyCharacter;
import static dev.pgext.request.combinator.Characters.character;
import static dev.pgext.request.combinator.Characters.endOfInput;
import static dev.pgext.request.combinator.Characters.span;
import static dev.pgext.request.combinator.Characters.span1;
import static dev.pgext.request.combinator.Characters.text;

import dev.pgext.request.Field.Arrow;
import dev.pgext.request.Field.JsonOperand;
import dev.pgext.request.Field.JsonStep;
import dev.pgext.request.combinator.Parser;
import java.util.List;

/**
 * Names, JSON paths and quoted values: what all other grammars are made of.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/url_grammar.html">PostgREST:
 *     URL grammar</a>
 */
final class FieldGrammar {
  private static final Parser<String> BLANKS = span(c -> c == ' ' || c == '\t');

  /** The dot between a field, its operator and its value. */
  static final Parser<Integer> DELIMITER = character('.').label("delimiter (.)");

  /** Letters, digits and {@code _ $}, blanks among them: a cast, a language, a part of a name. */
  static final Parser<String> IDENTIFIER =
      span1(FieldGrammar::isIdentifierPart, "letter", "digit").map(String::strip);

  /** {@code "any \"text\""}; a backslash takes the next character as it is. */
  static final Parser<String> QUOTED_VALUE = quotedValue();

  /** A name, quoted or not; dashes are part of it unless they begin an arrow. */
  static final Parser<String> FIELD_NAME =
      QUOTED_VALUE
          .or(joinedByDashes(IDENTIFIER))
          .label("field name (* or [a..z0..9_$])")
          .map(FieldGrammar::beforeNul)
          .remembered();

  private static final Parser<String> JSON_KEY =
      QUOTED_VALUE
          .or(joinedByDashes(span1(c -> "(-:.,>)".indexOf(c) < 0).map(HaskellSpace::strip)))
          .label("any non reserved character different from: .,>()")
          .map(FieldGrammar::beforeNul);

  /** {@code ->key->>0}: none or more steps. */
  static final Parser<List<JsonStep>> JSON_PATH =
      jsonArrow().and(jsonOperand(), JsonStep::new).many();

  /** A name with a JSON path, blanks around it. */
  static final Parser<Field> FIELD = lexeme(FIELD_NAME.and(JSON_PATH, Field::new));

  /** {@code columns=} and {@code on_conflict=}. */
  static final Parser<List<String>> COLUMNS = FIELD_NAME.separatedBy1(lexeme(character(',')));

  private FieldGrammar() {}

  /** With blanks around it. */
  static <T> Parser<T> lexeme(Parser<T> parser) {
    return BLANKS.then(parser).skip(BLANKS);
  }

  private static boolean isIdentifierPart(int c) {
    return Character.isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == ' ' || c == '$';
  }

  private static Parser<String> quotedValue() {
    Parser<String> plain = span1(c -> c != '\\' && c != '"');
    Parser<String> escaped = character('\\').then(anyCharacter()).map(Character::toString);
    return character('"')
        .then(plain.or(escaped).many().map(parts -> String.join("", parts)))
        .skip(character('"'));
  }

  private static Parser<String> joinedByDashes(Parser<String> part) {
    Parser<Integer> dash = character('-').skip(Parser.notFollowedBy(character('>'))).attempt();
    return part.separatedBy1(dash).map(parts -> String.join("-", parts));
  }

  /** PostgreSQL knows no NUL in names; what follows one is cut off, as PostgREST does. */
  private static String beforeNul(String name) {
    int nul = name.indexOf('\0');
    return nul < 0 ? name : name.substring(0, nul);
  }

  private static Parser<Arrow> jsonArrow() {
    return text("->>").as(Arrow.TEXT).attempt().or(text("->").as(Arrow.JSON).attempt());
  }

  private static Parser<JsonOperand> jsonOperand() {
    Parser<String> sign = character('-').as("-").or(Parser.succeed(""));
    Parser<String> digits = span1(c -> c >= '0' && c <= '9', "digit");
    Parser<JsonOperand> index =
        sign.and(digits, String::concat).skip(endOfIndex()).map(JsonOperand.Index::new);
    return index.attempt().or(JSON_KEY.<JsonOperand>map(JsonOperand.Key::new).attempt());
  }

  private static Parser<String> endOfIndex() {
    return Parser.choice(
        List.of(
            text("->").lookAhead().attempt(),
            text("::").lookAhead().attempt(),
            text(".").lookAhead().attempt(),
            text(",").lookAhead().attempt(),
            endOfInput().attempt()));
  }
}
