package dev.pgext.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Chooses among the operators that could be meant, by PostgreSQL's rules in their order: most exact
 * matches, most preferred types, the right operand's category with a bias towards strings, and at
 * last the left operand's type for the right one. Confined to one resolution.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/parser/parse_func.c">
 *     PostgreSQL: func_select_candidate</a>
 */
final class OperatorSelection {
  private static final char STRING = 'S';

  private final Types types;
  private final Applicability applicability;

  OperatorSelection(Types types, Applicability applicability) {
    this.types = types;
    this.applicability = applicability;
  }

  /** Whether operands of these types can be coerced to what the operator takes. */
  @FunctionalInterface
  interface Applicability {
    boolean applicable(OperatorRow candidate, int left, int right);
  }

  /** The one operator; empty where there is none, or several are as good. */
  Optional<OperatorRow> select(List<OperatorRow> applicable, int left) {
    if (applicable.size() <= 1) {
      return applicable.stream().findFirst();
    }
    PgType base = types.base(left);
    List<OperatorRow> exact = best(applicable, candidate -> exact(candidate, base));
    List<OperatorRow> preferred = best(exact, candidate -> exactOrPreferred(candidate, base));
    if (preferred.size() == 1) {
      return Optional.of(preferred.get(0));
    }
    List<OperatorRow> ofCategory = ofRightCategory(preferred);
    if (ofCategory.size() == 1) {
      return Optional.of(ofCategory.get(0));
    }
    return onlyOne(
        ofCategory.stream()
            .filter(candidate -> applicability.applicable(candidate, base.oid(), base.oid()))
            .toList());
  }

  private static Optional<OperatorRow> onlyOne(List<OperatorRow> candidates) {
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  private static int exact(OperatorRow candidate, PgType left) {
    return candidate.left() == left.oid() ? 1 : 0;
  }

  private int exactOrPreferred(OperatorRow candidate, PgType left) {
    PgType type = types.of(candidate.left());
    boolean preferred = type.preferred() && type.category() == left.category();
    return (type.oid() == left.oid() || preferred) ? 1 : 0;
  }

  private static List<OperatorRow> best(
      List<OperatorRow> candidates, ToIntFunction<OperatorRow> matches) {
    int most = candidates.stream().mapToInt(matches).max().orElse(0);
    return candidates.stream().filter(candidate -> matches.applyAsInt(candidate) == most).toList();
  }

  /** All candidates again where no category can be told, or none is of it. */
  private List<OperatorRow> ofRightCategory(List<OperatorRow> candidates) {
    List<PgType> rights =
        candidates.stream().map(candidate -> types.of(candidate.right())).toList();
    boolean string = rights.stream().anyMatch(type -> type.category() == STRING);
    char category = string ? STRING : rights.get(0).category();
    if (!string && rights.stream().anyMatch(type -> type.category() != category)) {
      return candidates;
    }
    boolean anyPreferred =
        rights.stream().anyMatch(type -> type.category() == category && type.preferred());
    List<OperatorRow> kept = new ArrayList<>(candidates);
    kept.removeIf(
        candidate -> {
          PgType right = types.of(candidate.right());
          return right.category() != category || (anyPreferred && !right.preferred());
        });
    return kept.isEmpty() ? candidates : kept;
  }
}
