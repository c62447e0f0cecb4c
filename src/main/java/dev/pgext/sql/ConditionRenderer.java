package dev.pgext.sql;

import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition;
import dev.pgext.plan.ReadNode.JoinCondition;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.request.Operation;
import dev.pgext.request.Operation.QuantifiedOperator;
import java.util.List;
import java.util.function.Consumer;

/** Writes the conditions of WHERE. */
final class ConditionRenderer {
  private final SqlBuilder out;
  private final Operands operands;
  private final OperatorNames names;

  /** For statements that run under a request's search path, which finds the operators. */
  ConditionRenderer(SqlBuilder out, Operands operands) {
    this(out, operands, OperatorNames.SEARCHED);
  }

  ConditionRenderer(SqlBuilder out, Operands operands, OperatorNames names) {
    this.out = out;
    this.operands = operands;
    this.names = names;
  }

  /** {@code condition AND condition …}, null checks of embeds on the embed's join. */
  void all(Qualifier qualifier, List<Condition> conditions) {
    out.joined(" AND ", conditions, condition -> write(qualifier, condition, this::nullEmbed));
  }

  /** One condition; {@code nullEmbed} says how the null check of an embed is written. */
  void write(Qualifier qualifier, Condition condition, Consumer<Condition.NullEmbed> nullEmbed) {
    switch (condition) {
      case Condition.Compare compare -> compare(qualifier, compare);
      case Condition.And and -> group(" AND ", qualifier, and.conditions(), nullEmbed);
      case Condition.Or or -> group(" OR ", qualifier, or.conditions(), nullEmbed);
      case Condition.Not not -> {
        out.sql("NOT ");
        write(qualifier, not.condition(), nullEmbed);
      }
      case Condition.NullEmbed embed -> nullEmbed.accept(embed);
    }
  }

  void join(JoinCondition join) {
    out.column(join.left(), join.leftColumn()).sql(" = ");
    out.column(join.right(), join.rightColumn());
  }

  private void group(
      String operator,
      Qualifier qualifier,
      List<Condition> conditions,
      Consumer<Condition.NullEmbed> nullEmbed) {
    out.sql("(");
    out.joined(operator, conditions, member -> write(qualifier, member, nullEmbed));
    out.sql(")");
  }

  private void nullEmbed(Condition.NullEmbed embed) {
    // IS NULL is also true of a row whose columns are all null; IS DISTINCT FROM NULL is not.
    out.name(embed.alias())
        .sql(embed.isNull() ? " IS NOT DISTINCT FROM NULL" : " IS DISTINCT FROM NULL");
  }

  private void compare(Qualifier qualifier, Condition.Compare compare) {
    if (compare.negated()) {
      out.sql("NOT ");
    }
    left(qualifier, compare);
    ColumnRef column = compare.column();
    switch (compare.operation()) {
      case Operation.Simple simple -> {
        String operator = simple.operator().sql();
        out.sql(" " + names.of(column, operator) + " ");
        operands.value(column, operator, simple.value());
      }
      case Operation.Quantified quantified -> quantified(column, quantified);
      case Operation.In in -> in(column, in.values());
      case Operation.Is is -> out.sql(" IS " + isKeyword(is.value()));
      case Operation.IsDistinct distinct -> distinct(column, distinct.value());
      case Operation.FullText fullText -> fullText(fullText);
    }
  }

  private void left(Qualifier qualifier, Condition.Compare compare) {
    if (!compare.toTsVector()) {
      operands.column(qualifier, compare.column());
      return;
    }
    out.sql("to_tsvector(");
    if (compare.operation() instanceof Operation.FullText fullText) {
      language(fullText);
    }
    operands.column(qualifier, compare.column());
    out.sql(")");
  }

  private void quantified(ColumnRef column, Operation.Quantified operation) {
    String operator = operation.operator().sql();
    boolean pattern =
        operation.operator() == QuantifiedOperator.LIKE
            || operation.operator() == QuantifiedOperator.ILIKE;
    String value = pattern ? operation.value().replace('*', '%') : operation.value();
    ColumnRef parsed = pattern ? column.withTransform(null) : column;
    out.sql(" " + names.of(column, operator) + " ");
    if (operation.quantifier() == null) {
      operands.value(parsed, operator, value);
      return;
    }
    out.sql(operation.quantifier().name() + "(");
    operands.array(parsed, operator, value);
    out.sql(")");
  }

  /** IS DISTINCT FROM cannot name its operator; what it compares with is never null. */
  private void distinct(ColumnRef column, String value) {
    String operator = names.of(column, "=");
    out.sql(operator.equals("=") ? " IS DISTINCT FROM " : " " + operator + " ");
    operands.value(column.withTransform(null), "=", value);
    out.sql(operator.equals("=") ? "" : " IS NOT TRUE");
  }

  private void in(ColumnRef column, List<String> values) {
    // IN () is not SQL, = ANY('{}') is; and one bind keeps the statement the same for any number of
    // values.
    if (values.equals(List.of(""))) {
      out.sql(" = ANY('{}')");
      return;
    }
    out.sql(" " + names.of(column, "=") + " ANY(");
    operands.list(column, values);
    out.sql(")");
  }

  private void fullText(Operation.FullText operation) {
    out.sql(" @@ " + operation.function().sql() + "(");
    language(operation);
    out.text(operation.value()).sql("::text)");
  }

  private void language(Operation.FullText operation) {
    if (operation.language() != null) {
      out.text(operation.language()).sql("::regconfig, ");
    }
  }

  private static String isKeyword(Operation.IsValue value) {
    return switch (value) {
      case NULL -> "NULL";
      case NOT_NULL -> "NOT NULL";
      case TRUE -> "TRUE";
      case FALSE -> "FALSE";
      case UNKNOWN -> "UNKNOWN";
    };
  }
}
