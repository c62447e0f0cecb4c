package dev.pgext.realtime.visibility;

import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.Equality;
import dev.pgext.realtime.row.RowPredicate;
import dev.pgext.realtime.row.RowRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition on rows in which a viewer's claims have become values. Pure and thread-safe. */
sealed interface RowCondition {

  /** The same for every row. */
  record Constant(Truth truth) implements RowCondition {}

  /**
   * A column has one of some values.
   *
   * @param orNull whether the list has a null as well, so that other values may or may not be in it
   */
  record Among(int column, Set<String> values, boolean orNull) implements RowCondition {
    public Among {
      values = Set.copyOf(values);
    }
  }

  /** A column is null. */
  record IsNull(int column) implements RowCondition {}

  /** All hold. */
  record And(List<RowCondition> parts) implements RowCondition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** One holds. */
  record Or(List<RowCondition> parts) implements RowCondition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** It does not hold. */
  record Not(RowCondition part) implements RowCondition {}

  /** A condition has a truth value: {@code IS TRUE} and the like. */
  record Is(RowCondition part, Truth wanted) implements RowCondition {}

  /** Whether it holds for an image. */
  default Truth of(Tuple image) {
    return switch (this) {
      case Constant constant -> constant.truth();
      case Among among -> among(image, among);
      case IsNull test ->
          image.isUnchanged(test.column()) ? Truth.MISSING : Truth.of(image.isNull(test.column()));
      case And and -> all(image, and.parts());
      case Or or -> any(image, or.parts());
      case Not not -> not.part().of(image).negated();
      case Is is -> is(is.part().of(image), is.wanted());
    };
  }

  private static Truth among(Tuple image, Among among) {
    if (among.values().isEmpty() && !among.orNull()) {
      return Truth.FALSE;
    }
    if (image.isUnchanged(among.column())) {
      return Truth.MISSING;
    }
    String value = image.text(among.column());
    if (value == null) {
      return Truth.UNKNOWN;
    }
    if (among.values().contains(value)) {
      return Truth.TRUE;
    }
    return among.orNull() ? Truth.UNKNOWN : Truth.FALSE;
  }

  private static Truth all(Tuple image, List<RowCondition> parts) {
    Truth truth = Truth.TRUE;
    for (RowCondition part : parts) {
      truth = truth.and(part.of(image));
    }
    return truth;
  }

  private static Truth any(Tuple image, List<RowCondition> parts) {
    Truth truth = Truth.FALSE;
    for (RowCondition part : parts) {
      truth = truth.or(part.of(image));
    }
    return truth;
  }

  private static Truth is(Truth truth, Truth wanted) {
    return truth == Truth.MISSING ? truth : Truth.of(truth == wanted);
  }

  /** The condition as a rule. */
  default RowRule rule() {
    List<Equality> anyOf = anyOf();
    if (anyOf != null && anyOf.isEmpty()) {
      return new RowRule.None();
    }
    if (equals(new Constant(Truth.TRUE))) {
      return new RowRule.All();
    }
    RowPredicate predicate = image -> of(image) == Truth.TRUE;
    return new RowRule.InMemory(anyOf == null ? List.of() : anyOf, predicate);
  }

  /**
   * Values of which a row for which the condition holds has one; none where it never holds, null
   * where they are not known.
   */
  private @Nullable List<Equality> anyOf() {
    return switch (this) {
      case Constant constant -> constant.truth() == Truth.TRUE ? null : List.of();
      case Among among ->
          among.values().stream().map(value -> new Equality(among.column(), value)).toList();
      case And and -> fewest(and.parts());
      case Or or -> together(or.parts());
      case Is is -> is.wanted() == Truth.TRUE ? is.part().anyOf() : null;
      case IsNull test -> null;
      case Not not -> null;
    };
  }

  private static @Nullable List<Equality> fewest(List<RowCondition> parts) {
    List<Equality> fewest = null;
    for (RowCondition part : parts) {
      List<Equality> those = part.anyOf();
      if (those != null && (fewest == null || those.size() < fewest.size())) {
        fewest = those;
      }
    }
    return fewest;
  }

  private static @Nullable List<Equality> together(List<RowCondition> parts) {
    List<Equality> together = new ArrayList<>();
    for (RowCondition part : parts) {
      List<Equality> those = part.anyOf();
      if (those == null) {
        return null;
      }
      together.addAll(those);
    }
    return together;
  }

  /** The same, with parts that decide alone put in its place. */
  static RowCondition and(List<RowCondition> parts) {
    List<RowCondition> open = new ArrayList<>();
    for (RowCondition part : parts) {
      if (part.equals(new Constant(Truth.FALSE))) {
        return part;
      }
      if (!part.equals(new Constant(Truth.TRUE))) {
        open.add(part);
      }
    }
    return switch (open.size()) {
      case 0 -> new Constant(Truth.TRUE);
      case 1 -> open.get(0);
      default -> new And(open);
    };
  }

  /** The same for one that must hold. */
  static RowCondition or(List<RowCondition> parts) {
    List<RowCondition> open = new ArrayList<>();
    for (RowCondition part : parts) {
      if (part.equals(new Constant(Truth.TRUE))) {
        return part;
      }
      if (!part.equals(new Constant(Truth.FALSE))) {
        open.add(part);
      }
    }
    return switch (open.size()) {
      case 0 -> new Constant(Truth.FALSE);
      case 1 -> open.get(0);
      default -> new Or(open);
    };
  }

  /** The opposite. */
  static RowCondition not(RowCondition part) {
    return part instanceof Constant constant
        ? new Constant(constant.truth().negated())
        : new Not(part);
  }
}
