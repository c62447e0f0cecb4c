package dev.pgext.realtime.row;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.DataType;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.request.Field;
import dev.pgext.request.Filter;
import dev.pgext.request.LogicTree;
import dev.pgext.request.LogicTree.LogicOperator;
import dev.pgext.request.Operation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves a filter's names against a table as the log describes it. Confined to one filter. */
final class FilterResolver {
  private static final Set<String> HAS_ARROWS = Set.of("json", "jsonb");

  private final TableShape table;
  private final Types types;
  private final Catalog catalog;
  private final Set<Integer> columns = new TreeSet<>();

  FilterResolver(TableShape table, Types types, Catalog catalog) {
    this.table = table;
    this.types = types;
    this.catalog = catalog;
  }

  /** The positions of the columns that were named. */
  Set<Integer> columns() {
    return columns;
  }

  Condition resolve(LogicTree tree) {
    return switch (tree) {
      case LogicTree.Leaf leaf -> compare(leaf.filter());
      case LogicTree.Group group -> {
        List<Condition> members = group.children().stream().map(this::resolve).toList();
        Condition all =
            group.operator() == LogicOperator.AND
                ? new Condition.And(members)
                : new Condition.Or(members);
        yield group.negated() ? new Condition.Not(all) : all;
      }
    };
  }

  private Condition compare(Filter filter) {
    int position = UnknownColumn.position(table, filter.field().name());
    columns.add(position);
    ValueType type = types.find(table.columns().get(position).typeOid());
    ColumnRef column = column(filter.field(), type);
    boolean toTsVector =
        filter.operation() instanceof Operation.FullText
            && !(column.type() != null && column.type().base().equals("tsvector"));
    return new Condition.Compare(column, filter.negated(), filter.operation(), toTsVector);
  }

  private ColumnRef column(Field field, @Nullable ValueType type) {
    boolean convert =
        !field.path().isEmpty() && (type == null || !HAS_ARROWS.contains(type.name()));
    DataType dataType = type == null ? null : dataType(type);
    return new ColumnRef(
        field.name(), dataType, field.path(), convert, representation(field.name()), false);
  }

  private @Nullable DataType dataType(ValueType type) {
    ValueType base = types.base(type.oid());
    return base == null
        ? null
        : new DataType(
            type.oid(),
            base.oid(),
            type.sqlName(),
            base.name(),
            new QualifiedName("", base.name()));
  }

  /** What reads a literal for the column, as in a request. */
  private @Nullable QualifiedName representation(String column) {
    DataType type = catalog.fieldType(table.name(), column);
    return type == null ? null : catalog.representation("text", type.nominal());
  }
}
