package dev.pgext.request;

import static dev.pgext.request.FieldGrammar.DELIMITER;
import static dev.pgext.request.FieldGrammar.IDENTIFIER;
import static dev.pgext.request.FieldGrammar.QUOTED_VALUE;
import static dev.pgext.request.FieldGrammar.lexeme;
import static dev.pgext.request.combinator.Characters.character;
import static dev.pgext.request.combinator.Characters.noneOf;
import static dev.pgext.request.combinator.Characters.span;
import static dev.pgext.request.combinator.Characters.text;

import dev.pgext.request.Operation.FullText;
import dev.pgext.request.Operation.FullTextFunction;
import dev.pgext.request.Operation.In;
import dev.pgext.request.Operation.Is;
import dev.pgext.request.Operation.IsDistinct;
import dev.pgext.request.Operation.IsValue;
import dev.pgext.request.Operation.Quantified;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.Operation.Quantifier;
import dev.pgext.request.Operation.Simple;
import dev.pgext.request.Operation.SimpleOperator;
import dev.pgext.request.combinator.Parser;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code not.eq.value}: the right side of a filter.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#operators">PostgREST:
 *     operators</a>
 */
final class FilterGrammar {
  /** A filter without its field. */
  record Condition(boolean negated, Operation operation) {}

  /** The condition of a filter that is a parameter of its own: its value is all that follows. */
  static final Parser<Condition> CONDITION = condition(span(c -> true));

  private FilterGrammar() {}

  /** A condition whose single values are read by {@code value}. */
  static Parser<Condition> condition(Parser<String> value) {
    Parser<Boolean> negation =
        text("not").then(DELIMITER).as(true).attempt().or(Parser.succeed(false));
    return negation.and(operation(value), Condition::new);
  }

  private static Parser<Operation> operation(Parser<String> value) {
    return Parser.choice(
            List.<Parser<Operation>>of(
                prefix("in").then(list()).map(In::new),
                prefix("is").then(isValue()).map(Is::new),
                prefix("isdistinct").then(value).map(IsDistinct::new),
                fullText(value).attempt(),
                simple(value).attempt(),
                quantified(value).attempt()))
        .label("operator (eq, gt, ...)");
  }

  private static Parser<Integer> prefix(String operator) {
    return text(operator).then(DELIMITER).attempt();
  }

  private static Parser<List<String>> list() {
    Parser<String> quoted = QUOTED_VALUE.skip(Parser.notFollowedBy(noneOf(",)"))).attempt();
    Parser<String> element = quoted.or(span(c -> c != ',' && c != ')'));
    return lexeme(character('('))
        .then(element.separatedBy1(character(',')))
        .skip(lexeme(character(')')));
  }

  private static Parser<IsValue> isValue() {
    return keywords(IsValue.values(), FilterGrammar::inAnyCase)
        .label("isVal: (null, not_null, true, false, unknown)");
  }

  private static Parser<Operation> simple(Parser<String> value) {
    return keywords(SimpleOperator.values(), FilterGrammar::asWritten)
        .skip(DELIMITER)
        .and(value, Simple::new);
  }

  private static Parser<Operation> quantified(Parser<String> value) {
    Parser<Quantifier> quantifier =
        text("any").as(Quantifier.ANY).attempt().or(text("all").as(Quantifier.ALL));
    return keywords(QuantifiedOperator.values(), FilterGrammar::asWritten)
        .and(
            parenthesized(quantifier),
            (operator, given) -> new Quantified(operator, given.orElse(null), ""))
        .skip(DELIMITER)
        .and(value, (head, text) -> new Quantified(head.operator(), head.quantifier(), text));
  }

  private static Parser<Operation> fullText(Parser<String> value) {
    return keywords(FullTextFunction.values(), FilterGrammar::asWritten)
        .and(
            parenthesized(IDENTIFIER),
            (function, language) -> new FullText(function, language.orElse(null), ""))
        .skip(DELIMITER)
        .and(value, (head, text) -> new FullText(head.function(), head.language(), text));
  }

  private static <T> Parser<Optional<T>> parenthesized(Parser<T> parser) {
    return character('(').then(parser).skip(character(')')).attempt().optional();
  }

  /** One of the constants of an enum by its name, in their order. */
  private static <E extends Enum<E>> Parser<E> keywords(
      E[] constants, Function<String, Parser<String>> reader) {
    return Parser.choice(
        Arrays.stream(constants)
            .map(constant -> reader.apply(name(constant)).as(constant).attempt())
            .toList());
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Parser<String> asWritten(String keyword) {
    return text(keyword);
  }

  private static Parser<String> inAnyCase(String keyword) {
    return keyword
        .chars()
        .mapToObj(c -> character((char) c).or(character(Character.toUpperCase((char) c))))
        .reduce(Parser::then)
        .orElseThrow()
        .as(keyword);
  }
}
