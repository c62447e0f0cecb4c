package dev.pgext.realtime.visibility;

import dev.pgext.realtime.visibility.PolicyCondition.ColumnValue;
import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a viewer's values into a condition. Pure. */
final class ConditionBinder {
  private static final int BOOLEAN = 16;
  private static final int JSONB = 3802;
  private static final RowCondition UNKNOWN = new RowCondition.Constant(Truth.UNKNOWN);

  private final List<ViewerValue> values;

  private ConditionBinder(List<ViewerValue> values) {
    this.values = values;
  }

  /**
   * The condition for a viewer.
   *
   * @throws UnreadableException where a value is of a type that is not compared by its text
   */
  static RowCondition bind(PolicyCondition condition, List<ViewerValue> values) {
    return new ConditionBinder(values).bind(condition);
  }

  private RowCondition bind(PolicyCondition condition) {
    return switch (condition) {
      case PolicyCondition.Constant constant -> new RowCondition.Constant(constant.truth());
      case PolicyCondition.Flag flag -> new RowCondition.Among(flag.column(), Set.of("t"), false);
      case PolicyCondition.Equal equal -> equal(equal.column(), value(equal.parameter()));
      case PolicyCondition.EqualAny any -> any(any.column(), value(any.parameter()));
      case PolicyCondition.Key key -> key(key.column().column(), value(key.parameter()));
      case PolicyCondition.OfViewer truth -> truth(value(truth.parameter()));
      case PolicyCondition.IsNull test -> new RowCondition.IsNull(test.column());
      case PolicyCondition.And and ->
          RowCondition.and(and.parts().stream().map(this::bind).toList());
      case PolicyCondition.Or or -> RowCondition.or(or.parts().stream().map(this::bind).toList());
      case PolicyCondition.Not not -> RowCondition.not(bind(not.part()));
      case PolicyCondition.Is is -> new RowCondition.Is(bind(is.part()), is.wanted());
    };
  }

  private ViewerValue value(int parameter) {
    return values.get(parameter);
  }

  private static RowCondition equal(ColumnValue column, ViewerValue value) {
    boolean comparable =
        column.kind() == ValueKind.ENUMERATION
            ? value.typeOid() == column.typeOid()
            : column.kind().hasType(value.typeOid());
    if (!comparable) {
      throw new UnreadableException("types that are not compared by their text");
    }
    String text = value.text();
    if (text == null) {
      return UNKNOWN;
    }
    // A cast prints a boolean in full, its output function does not.
    String printed = column.kind() == ValueKind.BOOLEAN ? text.substring(0, 1) : text;
    return new RowCondition.Among(column.column(), Set.of(printed), false);
  }

  private static RowCondition any(ColumnValue column, ViewerValue array) {
    if (!column.kind().hasArrays(array.typeOid())) {
      throw new UnreadableException("an array whose elements are not compared by their text");
    }
    if (array.text() == null) {
      return UNKNOWN;
    }
    List<@Nullable String> elements = array.elements();
    Set<String> texts = new HashSet<>();
    elements.stream().filter(Objects::nonNull).forEach(texts::add);
    return new RowCondition.Among(column.column(), texts, elements.contains(null));
  }

  private static RowCondition key(int column, ViewerValue document) {
    if (document.typeOid() != JSONB) {
      throw new UnreadableException("a document that is not jsonb");
    }
    if (document.text() == null) {
      return UNKNOWN;
    }
    Set<String> keys = document.keys();
    // Unlike that of an array, the answer for a null does not depend on whether there is anything.
    return keys.isEmpty()
        ? new RowCondition.And(List.of(new RowCondition.IsNull(column), UNKNOWN))
        : new RowCondition.Among(column, keys, false);
  }

  private static RowCondition truth(ViewerValue value) {
    if (value.typeOid() != BOOLEAN) {
      throw new UnreadableException("what is no truth value");
    }
    return value.text() == null
        ? UNKNOWN
        : new RowCondition.Constant(Truth.of(value.text().equals("true")));
  }
}
