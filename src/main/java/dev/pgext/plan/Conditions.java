package dev.pgext.plan;

import dev.pgext.catalog.DataType;
import dev.pgext.request.Filter;
import dev.pgext.request.LogicTree;
import dev.pgext.request.LogicTree.LogicOperator;
import dev.pgext.request.Operation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves filters and logic trees to conditions of WHERE. */
final class Conditions {
  private static final String TSVECTOR = "tsvector";

  private final ColumnResolver columns;

  Conditions(ColumnResolver columns) {
    this.columns = columns;
  }

  /** The conditions on a part of {@code select=}; {@code clients=is.null} asks for its embed. */
  List<Condition> of(LinkedNode node) {
    return node.refinement().conditions().stream()
        .map(tree -> resolve(node.row(), node.embeds(), tree))
        .toList();
  }

  /** The conditions of a mutation, which has no embeds. */
  List<Condition> of(RowType row, List<LogicTree> trees) {
    return trees.stream().map(tree -> resolve(row, List.of(), tree)).toList();
  }

  private Condition resolve(RowType row, List<LinkedEmbed> embeds, LogicTree tree) {
    return switch (tree) {
      case LogicTree.Leaf leaf ->
          nullEmbed(embeds, leaf.filter()).orElseGet(() -> compare(row, leaf.filter()));
      case LogicTree.Group group -> {
        List<Condition> members =
            group.children().stream().map(child -> resolve(row, embeds, child)).toList();
        Condition all =
            group.operator() == LogicOperator.AND
                ? new Condition.And(members)
                : new Condition.Or(members);
        yield group.negated() ? new Condition.Not(all) : all;
      }
    };
  }

  private static Optional<Condition> nullEmbed(List<LinkedEmbed> embeds, Filter filter) {
    boolean nullCheck =
        filter.operation() instanceof Operation.Is is && is.value() == Operation.IsValue.NULL;
    if (!nullCheck || !filter.field().path().isEmpty()) {
      return Optional.empty();
    }
    return embeds.stream()
        .filter(embed -> embed.name().equals(filter.field().name()))
        .findFirst()
        .map(embed -> new Condition.NullEmbed(embed.alias(), !filter.negated()));
  }

  private Condition compare(RowType row, Filter filter) {
    ColumnRef column = columns.compared(row, filter.field());
    boolean toTsVector =
        filter.operation() instanceof Operation.FullText && !isTsVector(column.type());
    return new Condition.Compare(column, filter.negated(), filter.operation(), toTsVector);
  }

  private static boolean isTsVector(@Nullable DataType type) {
    return type != null && type.base().equals(TSVECTOR);
  }
}
