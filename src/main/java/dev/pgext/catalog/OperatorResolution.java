package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's search for a binary operator whose right operand has no type yet, done on the rows
 * of {@code pg_operator}, {@code pg_cast} and {@code pg_type}. First the operand is assumed to have
 * the left one's type; failing that, what the left operand can be coerced to remains, and {@link
 * OperatorSelection} narrows it down. Answers are kept. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/typeconv-oper.html">PostgreSQL: operator
 *     type resolution</a>
 */
final class OperatorResolution implements Operators {
  private final Map<String, List<OperatorRow>> byName;
  private final Types types;
  private final Coercions coercions;
  private final Polymorphism polymorphism;
  private final Map<Operation, Optional<Answer>> answers = new ConcurrentHashMap<>();

  OperatorResolution(List<OperatorRow> operators, List<CastRow> casts, Types types) {
    this.byName = operators.stream().collect(Collectors.groupingBy(OperatorRow::name));
    this.types = types;
    this.coercions = new Coercions(casts, types);
    this.polymorphism = new Polymorphism(types);
  }

  private record Operation(int left, String operator) {}

  /** An operator's schema, and what is on its right. */
  private record Answer(String schema, int rightOperand) {}

  @Override
  public @Nullable QualifiedName rightOperand(int leftOid, String operator) {
    return answer(leftOid, operator)
        .map(answer -> types.of(answer.rightOperand()).name())
        .orElse(null);
  }

  @Override
  public String schema(int leftOid, String operator) {
    return answer(leftOid, operator)
        .map(Answer::schema)
        .orElseGet(() -> Operators.super.schema(leftOid, operator));
  }

  private Optional<Answer> answer(int leftOid, String operator) {
    return answers.computeIfAbsent(new Operation(leftOid, operator), this::resolve);
  }

  private Optional<Answer> resolve(Operation operation) {
    PgType left = types.find(operation.left());
    if (left == null) {
      return Optional.empty();
    }
    List<OperatorRow> candidates = byName.getOrDefault(operation.operator(), List.of());
    return sameTypes(candidates, left.oid())
        .or(() -> sameTypes(candidates, types.base(left.oid()).oid()))
        .or(() -> coerced(candidates, left.oid()));
  }

  private static Optional<Answer> sameTypes(List<OperatorRow> candidates, int type) {
    return candidates.stream()
        .filter(candidate -> candidate.left() == type && candidate.right() == type)
        .map(candidate -> new Answer(candidate.schema(), candidate.right()))
        .findFirst();
  }

  private Optional<Answer> coerced(List<OperatorRow> candidates, int left) {
    List<OperatorRow> applicable =
        candidates.stream().filter(candidate -> applicable(candidate, left)).toList();
    return new OperatorSelection(types, this::applicable)
        .select(applicable, left)
        .flatMap(
            chosen ->
                polymorphism
                    .rightOperand(chosen, left)
                    .map(right -> new Answer(chosen.schema(), right)));
  }

  private boolean applicable(OperatorRow candidate, int left) {
    return applicable(candidate, left, Coercions.UNKNOWN);
  }

  private boolean applicable(OperatorRow candidate, int left, int right) {
    return coercions.implicit(left, candidate.left())
        && coercions.implicit(right, candidate.right())
        && polymorphism.consistent(candidate, left, right);
  }
}
