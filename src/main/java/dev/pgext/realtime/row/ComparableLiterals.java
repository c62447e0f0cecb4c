package dev.pgext.realtime.row;

import dev.pgext.catalog.Operators;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition.Compare;
import dev.pgext.request.Operation;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.Operation.SimpleOperator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds which comparisons can be decided here, once PostgreSQL has printed their literals. */
final class ComparableLiterals {
  private static final Set<String> TEMPORAL = Set.of("date", "time", "timestamp", "timestamptz");
  private static final Pattern CLOCK =
      Pattern.compile("now|today|tomorrow|yesterday", Pattern.CASE_INSENSITIVE);

  private final Types types;
  private final Operators operators;

  ComparableLiterals(Types types, Operators operators) {
    this.types = types;
    this.operators = operators;
  }

  /** The literal of a comparison; empty where only PostgreSQL can decide it, or it has none. */
  Optional<Literal> of(Compare compare) {
    ColumnRef column = compare.column();
    ComparedType type = type(compare);
    if (type == null) {
      return Optional.empty();
    }
    return switch (compare.operation()) {
      case Operation.Simple simple ->
          simple.operator() == SimpleOperator.NEQ
              ? known(Literal.of(column, "<>", simple.value()))
              : Optional.empty();
      case Operation.Quantified quantified -> quantified(column, type, quantified);
      case Operation.In in ->
          known(new Literal(column, "=", isEmpty(in) ? List.of() : in.values()));
      case Operation.IsDistinct distinct -> known(Literal.of(column, "=", distinct.value()));
      case Operation.Is is -> Optional.empty();
      case Operation.FullText fullText -> Optional.empty();
    };
  }

  /** {@code in.()}, which no value meets. */
  static boolean isEmpty(Operation.In in) {
    return in.values().equals(List.of(""));
  }

  /** How the column's values are compared; null where only PostgreSQL can. */
  @Nullable ComparedType type(Compare compare) {
    ColumnRef column = compare.column();
    boolean plain =
        column.jsonPath().isEmpty() && column.transform() == null && !compare.toTsVector();
    return plain && column.type() != null ? ComparedType.of(types.base(column.type().oid())) : null;
  }

  private Optional<Literal> quantified(
      ColumnRef column, ComparedType type, Operation.Quantified operation) {
    QuantifiedOperator operator = operation.operator();
    boolean here =
        switch (operator) {
          case EQ -> true;
          case GT, GTE, LT, LTE -> type.ordered();
          case LIKE -> type == ComparedType.TEXT;
          case ILIKE, MATCH, IMATCH -> false;
        };
    if (!here || operation.quantifier() != null) {
      return Optional.empty();
    }
    String value = operation.value();
    return known(
        Literal.of(
            column,
            operator.sql(),
            operator == QuantifiedOperator.LIKE ? value.replace('*', '%') : value));
  }

  /** What it means depends on when it is read. */
  private static boolean followsTheClock(ValueType type, Literal literal) {
    return TEMPORAL.contains(type.name())
        && literal.values().stream().anyMatch(value -> CLOCK.matcher(value).find());
  }

  /** Only where the operator compares with a value of the column's own type. */
  private Optional<Literal> known(Literal literal) {
    ValueType type =
        literal.column().type() == null ? null : types.base(literal.column().type().oid());
    if (type == null || followsTheClock(type, literal)) {
      return Optional.empty();
    }
    QualifiedName right = operators.rightOperand(type.oid(), literal.operator());
    String wanted = type.name().equals("varchar") ? "text" : type.name();
    return right != null && right.name().equals(wanted) ? Optional.of(literal) : Optional.empty();
  }
}
