package dev.pgext.request;

import static dev.pgext.request.FieldGrammar.DELIMITER;
import static dev.pgext.request.FieldGrammar.FIELD;
import static dev.pgext.request.FieldGrammar.QUOTED_VALUE;
import static dev.pgext.request.FieldGrammar.lexeme;
import static dev.pgext.request.combinator.Characters.character;
import static dev.pgext.request.combinator.Characters.noneOf;
import static dev.pgext.request.combinator.Characters.span;
import static dev.pgext.request.combinator.Characters.text;

import dev.pgext.request.LogicTree.Group;
import dev.pgext.request.LogicTree.Leaf;
import dev.pgext.request.LogicTree.LogicOperator;
import dev.pgext.request.combinator.Parser;
import java.util.List;

/**
 * {@code not.and(field.eq.1,or(…))}: filters joined by logical operators.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#logical-operators">PostgREST:
 *     logical operators</a>
 */
final class LogicGrammar {
  /** One filter or one group. */
  static final Parser<LogicTree> TREE = leaf().attempt().or(group());

  private LogicGrammar() {}

  private static Parser<LogicTree> tree() {
    return TREE;
  }

  private static Parser<LogicTree> leaf() {
    return FIELD
        .skip(DELIMITER)
        .and(
            FilterGrammar.condition(value()),
            (field, condition) ->
                new Leaf(new Filter(field, condition.negated(), condition.operation())));
  }

  /** A value ends at a comma or a parenthesis, unless it is quoted or an array literal. */
  private static Parser<String> value() {
    Parser<String> quoted = QUOTED_VALUE.skip(Parser.notFollowedBy(noneOf(",)"))).attempt();
    Parser<String> array =
        text("{")
            .and(span(c -> c != '{' && c != '}'), String::concat)
            .and(text("}"), String::concat)
            .attempt();
    return quoted.or(array).or(span(c -> c != ',' && c != ')'));
  }

  private static Parser<LogicTree> group() {
    Parser<Boolean> negation =
        text("not")
            .then(DELIMITER)
            .as(true)
            .attempt()
            .or(Parser.succeed(false))
            .label("negation operator (not)");
    Parser<LogicOperator> operator =
        text("and")
            .as(LogicOperator.AND)
            .attempt()
            .or(text("or").as(LogicOperator.OR))
            .label("logic operator (and, or)");
    return negation
        .and(operator, (negated, joined) -> new Group(negated, joined, List.of()))
        .and(members(), (head, members) -> new Group(head.negated(), head.operator(), members));
  }

  private static Parser<List<LogicTree>> members() {
    Parser<List<LogicTree>> list =
        Parser.nested(LogicGrammar::tree).separatedBy1(lexeme(character(',')));
    return lexeme(character('(')).then(list).skip(lexeme(character(')')));
  }
}
