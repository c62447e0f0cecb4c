package dev.pgext.request;

import static dev.pgext.request.FieldGrammar.DELIMITER;
import static dev.pgext.request.FieldGrammar.FIELD;
import static dev.pgext.request.FieldGrammar.FIELD_NAME;
import static dev.pgext.request.FieldGrammar.lexeme;
import static dev.pgext.request.combinator.Characters.character;
import static dev.pgext.request.combinator.Characters.endOfInput;
import static dev.pgext.request.combinator.Characters.text;

import dev.pgext.request.OrderTerm.Direction;
import dev.pgext.request.OrderTerm.FieldOrder;
import dev.pgext.request.OrderTerm.Nulls;
import dev.pgext.request.OrderTerm.RelationOrder;
import dev.pgext.request.combinator.Parser;
import java.util.List;
import java.util.Optional;

/**
 * {@code order=field.desc.nullslast,relation(field)}.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#ordering">PostgREST:
 *     ordering</a>
 */
final class OrderGrammar {
  private static final Parser<String> END_OF_TERM =
      character(',').as("").lookAhead().attempt().or(endOfInput().attempt());

  private static final Parser<Optional<Direction>> DIRECTION =
      keyword("asc", Direction.ASC).or(keyword("desc", Direction.DESC)).optional();

  private static final Parser<Optional<Nulls>> NULLS =
      keyword("nullsfirst", Nulls.FIRST)
          .or(keyword("nullslast", Nulls.LAST))
          .optional()
          .skip(END_OF_TERM)
          .or(END_OF_TERM.as(Optional.empty()));

  /** All of {@code order=}. */
  static final Parser<List<OrderTerm>> TERMS =
      lexeme(relationTerm().attempt().or(fieldTerm())).separatedBy1(character(','));

  private OrderGrammar() {}

  private static <T> Parser<T> keyword(String name, T value) {
    return DELIMITER.then(text(name)).as(value).attempt();
  }

  private static Parser<OrderTerm> fieldTerm() {
    return FIELD
        .and(DIRECTION, (field, direction) -> new FieldOrder(field, direction.orElse(null), null))
        .and(
            NULLS,
            (term, nulls) -> new FieldOrder(term.field(), term.direction(), nulls.orElse(null)));
  }

  private static Parser<OrderTerm> relationTerm() {
    return FIELD_NAME
        .and(
            character('(').then(FIELD).skip(character(')')),
            (relation, field) -> new RelationOrder(relation, field, null, null))
        .and(
            DIRECTION,
            (term, direction) ->
                new RelationOrder(term.relation(), term.field(), direction.orElse(null), null))
        .and(
            NULLS,
            (term, nulls) ->
                new RelationOrder(
                    term.relation(), term.field(), term.direction(), nulls.orElse(null)));
  }
}
