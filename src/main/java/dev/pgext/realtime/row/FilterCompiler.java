package dev.pgext.realtime.row;

import dev.pgext.plan.Condition.Compare;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.request.Operation;
import dev.pgext.request.Operation.IsValue;
import dev.pgext.request.Operation.QuantifiedOperator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Makes comparisons of a filter into code. Confined to one filter. */
final class FilterCompiler {
  private final TableShape table;
  private final Types types;
  private final ComparableLiterals literals;
  private final FilterAnswers answers;

  FilterCompiler(
      TableShape table, Types types, ComparableLiterals literals, FilterAnswers answers) {
    this.table = table;
    this.types = types;
    this.literals = literals;
    this.answers = answers;
  }

  /** A comparison; empty where only PostgreSQL can decide it. */
  Optional<Compiled> compare(Compare compare) {
    int column = table.indexOf(compare.column().name());
    Optional<Compiled> positive =
        compare.operation() instanceof Operation.Is is
            ? is(compare, column, is.value())
            : literals.of(compare).flatMap(literal -> against(compare, column, literal));
    return compare.negated() ? positive.map(Compiled::not) : positive;
  }

  private Optional<Compiled> is(Compare compare, int column, IsValue value) {
    ValueType base = types.base(table.columns().get(column).typeOid());
    if (base == null || !compare.column().jsonPath().isEmpty()) {
      return Optional.empty();
    }
    boolean nullCheck = value == IsValue.NULL || value == IsValue.NOT_NULL;
    boolean here = nullCheck ? !base.composite() : base.name().equals("bool") && !base.user();
    return here
        ? Optional.of(Compiled.of(image -> isTruth(image, column, value)))
        : Optional.empty();
  }

  private static Truth isTruth(Tuple image, int column, IsValue value) {
    if (image.isUnchanged(column)) {
      return Truth.UNKNOWN;
    }
    boolean isNull = image.isNull(column);
    return Truth.of(
        switch (value) {
          case NULL, UNKNOWN -> isNull;
          case NOT_NULL -> !isNull;
          case TRUE -> !isNull && image.array()[image.from(column)] == 't';
          case FALSE -> !isNull && image.array()[image.from(column)] == 'f';
        });
  }

  private Optional<Compiled> against(Compare compare, int column, Literal literal) {
    ComparedType type = literals.type(compare);
    if (type == null
        || (type.collated() && answers.indeterminate().contains(compare.column().name()))) {
      return Optional.empty();
    }
    List<String> texts = answers.texts().get(literal);
    return texts == null ? Optional.empty() : compiled(compare, column, type, texts);
  }

  private static Optional<Compiled> compiled(
      Compare compare, int column, ComparedType type, List<String> texts) {
    return switch (compare.operation()) {
      case Operation.Simple simple -> Optional.of(equal(column, type, texts).withoutIndex().not());
      case Operation.In in ->
          Optional.of(
              ComparableLiterals.isEmpty(in)
                  ? Compiled.of(image -> Truth.FALSE)
                  : equal(column, type, texts));
      case Operation.IsDistinct distinct ->
          Optional.of(distinct(column, equal(column, type, texts)));
      case Operation.Quantified quantified ->
          quantified(column, type, quantified.operator(), texts.get(0));
      case Operation.Is is -> Optional.empty();
      case Operation.FullText fullText -> Optional.empty();
    };
  }

  private static Optional<Compiled> quantified(
      int column, ComparedType type, QuantifiedOperator operator, String text) {
    return switch (operator) {
      case EQ -> Optional.of(equal(column, type, List.of(text)));
      case GT -> Optional.of(ordered(column, type, text, order -> order > 0));
      case GTE -> Optional.of(ordered(column, type, text, order -> order >= 0));
      case LT -> Optional.of(ordered(column, type, text, order -> order < 0));
      case LTE -> Optional.of(ordered(column, type, text, order -> order <= 0));
      case LIKE ->
          LikePattern.parse(text).map(pattern -> Compiled.of(known(column, pattern::matches)));
      case ILIKE, MATCH, IMATCH -> Optional.empty();
    };
  }

  private static Compiled equal(int column, ComparedType type, List<String> texts) {
    if (type.equalByText()) {
      List<Equality> equalities = texts.stream().map(text -> new Equality(column, text)).toList();
      return new Compiled(sameText(column, texts), equalities);
    }
    List<ComparedType.Key> keys = texts.stream().map(type::key).toList();
    return Compiled.of(
        known(
            column,
            text -> {
              ComparedType.Key value = type.key(text);
              return keys.stream().anyMatch(key -> key.compare(value) == 0);
            }));
  }

  private static Truth.Of sameText(int column, List<String> texts) {
    List<byte[]> wanted =
        texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return image -> {
      if (image.isNull(column) || image.isUnchanged(column)) {
        return Truth.UNKNOWN;
      }
      for (byte[] text : wanted) {
        if (Arrays.equals(
            image.array(), image.from(column), image.to(column), text, 0, text.length)) {
          return Truth.TRUE;
        }
      }
      return Truth.FALSE;
    };
  }

  private static Compiled ordered(
      int column, ComparedType type, String text, IntPredicate accepted) {
    ComparedType.Key bound = type.key(text);
    return Compiled.of(known(column, value -> accepted.test(type.key(value).compare(bound))));
  }

  /** Unknown where there is no value. */
  private static Truth.Of known(int column, Predicate<String> condition) {
    return image -> {
      String text = image.text(column);
      return text == null ? Truth.UNKNOWN : Truth.of(condition.test(text));
    };
  }

  private static Compiled distinct(int column, Compiled equal) {
    return Compiled.of(image -> image.isNull(column) ? Truth.TRUE : equal.truth().of(image).not());
  }
}
