package dev.pgext.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code anyelement}, {@code anyarray}, {@code anyrange} and their kin stand for in an
 * operator, told from its left operand alone or from both.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/extend-type-system.html#EXTEND-TYPES-POLYMORPHIC">PostgreSQL:
 *     polymorphic types</a>
 */
final class Polymorphism {
  private final Types types;

  Polymorphism(Types types) {
    this.types = types;
  }

  /** What a polymorphic type says about the one it stands for. */
  private enum Family {
    NONE,
    ELEMENT,
    NOT_ARRAY,
    ENUM,
    ARRAY,
    RANGE,
    MULTIRANGE;

    static Family of(int oid) {
      return switch (oid) {
        case 2283, 5077 -> ELEMENT;
        case 2776, 5079 -> NOT_ARRAY;
        case 3500 -> ENUM;
        case 2277, 5078 -> ARRAY;
        case 3831, 5080 -> RANGE;
        case 4537, 4538 -> MULTIRANGE;
        default -> NONE;
      };
    }
  }

  /** One reading of the placeholders; 0 is what is not known. */
  private record Binding(int element, int array, int range, int multirange) {
    static final Binding EMPTY = new Binding(0, 0, 0, 0);
  }

  static boolean polymorphic(int oid) {
    return Family.of(oid) != Family.NONE;
  }

  /** Whether the operands agree about what the placeholders stand for. */
  boolean consistent(OperatorRow operator, int left, int right) {
    return binding(operator, left, right) != null;
  }

  /** The right operand's type when only the left one is known; empty where it cannot be told. */
  Optional<Integer> rightOperand(OperatorRow operator, int left) {
    Binding binding = binding(operator, left, Coercions.UNKNOWN);
    if (binding == null) {
      return Optional.empty();
    }
    int type =
        switch (Family.of(operator.right())) {
          case NONE -> operator.right();
          case ELEMENT, NOT_ARRAY, ENUM -> binding.element();
          case ARRAY -> array(binding);
          case RANGE -> binding.range();
          case MULTIRANGE -> multirange(binding);
        };
    return type == 0 ? Optional.empty() : Optional.of(type);
  }

  private int array(Binding binding) {
    PgType element = types.find(binding.element());
    return binding.array() != 0 || element == null ? binding.array() : element.array();
  }

  private int multirange(Binding binding) {
    PgType range = types.find(binding.range());
    return binding.multirange() != 0 || range == null ? binding.multirange() : range.multirange();
  }

  private @Nullable Binding binding(OperatorRow operator, int left, int right) {
    Binding declared = declare(Binding.EMPTY, Family.of(operator.left()), left);
    if (declared != null) {
      declared = declare(declared, Family.of(operator.right()), right);
    }
    Binding deduced = declared == null ? null : deduce(declared);
    return deduced != null
            && allows(Family.of(operator.left()), deduced)
            && allows(Family.of(operator.right()), deduced)
        ? deduced
        : null;
  }

  /** Null where an operand contradicts what is known. */
  private @Nullable Binding declare(Binding known, Family family, int operand) {
    if (operand == Coercions.UNKNOWN || family == Family.NONE) {
      return known;
    }
    int base = types.base(operand).oid();
    return switch (family) {
      case NONE -> known;
      case ELEMENT, NOT_ARRAY, ENUM -> withElement(known, operand);
      case ARRAY ->
          agrees(known.array(), base)
              ? new Binding(known.element(), base, known.range(), known.multirange())
              : null;
      case RANGE ->
          agrees(known.range(), base)
              ? new Binding(known.element(), known.array(), base, known.multirange())
              : null;
      case MULTIRANGE ->
          agrees(known.multirange(), base)
              ? new Binding(known.element(), known.array(), known.range(), base)
              : null;
    };
  }

  private static @Nullable Binding withElement(Binding known, int element) {
    return agrees(known.element(), element)
        ? new Binding(element, known.array(), known.range(), known.multirange())
        : null;
  }

  private static boolean agrees(int known, int type) {
    return known == 0 || known == type;
  }

  /** Tells elements from arrays and ranges, ranges from multiranges; null on contradiction. */
  private @Nullable Binding deduce(Binding declared) {
    Binding binding = declared;
    if (binding.array() != 0 && Family.of(binding.array()) != Family.ARRAY) {
      int element = types.of(binding.array()).element();
      binding = element == 0 ? null : withElement(binding, element);
    }
    if (binding != null && binding.multirange() != 0) {
      PgType range = types.rangeOf(binding.multirange());
      binding =
          range == null || !agrees(binding.range(), range.oid())
              ? null
              : new Binding(binding.element(), binding.array(), range.oid(), binding.multirange());
    }
    if (binding != null && binding.range() != 0) {
      int element = types.of(binding.range()).rangeSubtype();
      binding = element == 0 ? null : withElement(binding, element);
    }
    return binding;
  }

  private boolean allows(Family family, Binding binding) {
    PgType element = types.find(binding.element());
    return switch (family) {
      case NOT_ARRAY -> element == null || types.base(element.oid()).element() == 0;
      case ENUM -> element != null && element.kind() == 'e';
      case NONE, ELEMENT, ARRAY, RANGE, MULTIRANGE -> true;
    };
  }
}
