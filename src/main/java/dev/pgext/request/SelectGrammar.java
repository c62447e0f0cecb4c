package dev.pgext.request;

import static dev.pgext.request.FieldGrammar.FIELD;
import static dev.pgext.request.FieldGrammar.FIELD_NAME;
import static dev.pgext.request.FieldGrammar.IDENTIFIER;
import static dev.pgext.request.FieldGrammar.lexeme;
import static dev.pgext.request.combinator.Characters.character;
import static dev.pgext.request.combinator.Characters.endOfInput;
import static dev.pgext.request.combinator.Characters.text;

import dev.pgext.request.SelectItem.AggregateFunction;
import dev.pgext.request.SelectItem.EmbedItem;
import dev.pgext.request.SelectItem.FieldItem;
import dev.pgext.request.SelectItem.JoinType;
import dev.pgext.request.SelectItem.SpreadItem;
import dev.pgext.request.combinator.Parser;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code select=}: fields, aggregates, and embedded resources with their own items in parentheses.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/resource_embedding.html">PostgREST:
 *     resource embedding</a>
 */
final class SelectGrammar {
  private static final Parser<Optional<String>> ALIAS =
      FIELD_NAME
          .skip(character(':').then(Parser.notFollowedBy(character(':'))))
          .attempt()
          .optional()
          .remembered();

  private static final Parser<Optional<String>> CAST = text("::").then(IDENTIFIER).optional();

  private static final Parser<String> END_OF_ITEM =
      Parser.choice(
          List.of(
              text(")").lookAhead().attempt(),
              text(",").lookAhead().attempt(),
              endOfInput().attempt()));

  private static final Parser<List<SelectItem>> CHILDREN =
      character('(').then(Parser.nested(SelectGrammar::items)).skip(character(')'));

  /** All of {@code select=}; may be empty. */
  static final Parser<List<SelectItem>> ITEMS = item().separatedBy(lexeme(character(',')));

  private SelectGrammar() {}

  private static Parser<List<SelectItem>> items() {
    return ITEMS;
  }

  private static Parser<SelectItem> item() {
    Parser<SelectItem> spread =
        spread()
            .attempt()
            .and(
                CHILDREN,
                (head, children) ->
                    new SpreadItem(head.relation(), head.hint(), head.join(), children));
    Parser<SelectItem> embed =
        embed()
            .attempt()
            .and(
                CHILDREN,
                (head, children) ->
                    new EmbedItem(
                        head.relation(), head.alias(), head.hint(), head.join(), children));
    return spread.or(embed).or(field());
  }

  private static Parser<SpreadItem> spread() {
    Parser<String> name = text("...").then(FIELD_NAME);
    return lexeme(
        name.and(
                parameters(),
                (relation, given) ->
                    new SpreadItem(relation, given.hint(), given.join(), List.of()))
            .skip(text("(").lookAhead().attempt()));
  }

  private static Parser<EmbedItem> embed() {
    Parser<String> name = FIELD_NAME.filter(relation -> !relation.equals("count"));
    return lexeme(
        ALIAS
            .and(
                name,
                (alias, relation) ->
                    new EmbedItem(relation, alias.orElse(null), null, null, List.of()))
            .and(
                parameters(),
                (item, given) ->
                    new EmbedItem(
                        item.relation(), item.alias(), given.hint(), given.join(), List.of()))
            .skip(text("(").lookAhead().attempt()));
  }

  /** What may follow {@code !}. */
  private record EmbedParameters(@Nullable String hint, @Nullable JoinType join) {
    static final EmbedParameters NONE = new EmbedParameters(null, null);

    /** Both; the first wins where they give the same thing. */
    EmbedParameters or(EmbedParameters other) {
      return new EmbedParameters(
          hint == null ? other.hint : hint, join == null ? other.join : join);
    }
  }

  private static Parser<EmbedParameters> parameters() {
    Parser<EmbedParameters> parameter =
        character('!')
            .then(
                Parser.choice(
                    List.of(
                        text("left").as(new EmbedParameters(null, JoinType.LEFT)).attempt(),
                        text("inner").as(new EmbedParameters(null, JoinType.INNER)).attempt(),
                        FIELD_NAME.map(hint -> new EmbedParameters(hint, null)).attempt())));
    Parser<EmbedParameters> maybe = parameter.or(Parser.succeed(EmbedParameters.NONE));
    return maybe.and(maybe, EmbedParameters::or);
  }

  private static Parser<SelectItem> field() {
    return lexeme(star().attempt().or(countAll().attempt()).or(column()));
  }

  private static Parser<SelectItem> star() {
    return text("*")
        .skip(END_OF_ITEM)
        .map(star -> new FieldItem(Field.of(star), null, null, null, null));
  }

  private static Parser<SelectItem> countAll() {
    return ALIAS
        .skip(text("count()"))
        .and(
            CAST,
            (alias, cast) ->
                (SelectItem)
                    new FieldItem(
                        Field.of("*"),
                        alias.orElse(null),
                        null,
                        AggregateFunction.COUNT,
                        cast.orElse(null)))
        .skip(END_OF_ITEM);
  }

  private static Parser<SelectItem> column() {
    return ALIAS
        .and(FIELD, (alias, field) -> new FieldItem(field, alias.orElse(null), null, null, null))
        .and(CAST, SelectGrammar::withCast)
        .and(aggregate().optional(), SelectGrammar::withAggregate)
        .and(CAST, SelectGrammar::withAggregateCast)
        .skip(END_OF_ITEM)
        .map(item -> item);
  }

  private static FieldItem withCast(FieldItem item, Optional<String> cast) {
    return new FieldItem(item.field(), item.alias(), cast.orElse(null), null, null);
  }

  private static FieldItem withAggregate(FieldItem item, Optional<AggregateFunction> aggregate) {
    return new FieldItem(item.field(), item.alias(), item.cast(), aggregate.orElse(null), null);
  }

  private static FieldItem withAggregateCast(FieldItem item, Optional<String> cast) {
    return new FieldItem(
        item.field(), item.alias(), item.cast(), item.aggregate(), cast.orElse(null));
  }

  private static Parser<AggregateFunction> aggregate() {
    Parser<AggregateFunction> function =
        Parser.choice(
            List.of(
                text("sum").as(AggregateFunction.SUM),
                text("avg").as(AggregateFunction.AVG),
                text("count").as(AggregateFunction.COUNT),
                text("max").attempt().as(AggregateFunction.MAX),
                text("min").attempt().as(AggregateFunction.MIN)));
    return character('.').then(function).skip(text("()")).attempt();
  }
}
