package dev.pgext.plan;

import dev.pgext.plan.ReadNode.JoinCondition;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.plan.ReadNode.Source;
import dev.pgext.request.SelectItem.FieldItem;
import java.util.List;
import java.util.Optional;

/** A part of {@code select=} whose rows are known: where they come from and what is inside them. */
record LinkedNode(
    Source source,
    Qualifier qualifier,
    RowType row,
    List<FieldItem> fields,
    Refinement refinement,
    List<JoinCondition> joins,
    List<LinkedEmbed> embeds) {
  LinkedNode {
    fields = List.copyOf(fields);
    joins = List.copyOf(joins);
    embeds = List.copyOf(embeds);
  }

  /** The embed that the rest of the URL calls by that name. */
  Optional<LinkedEmbed> embed(String name) {
    return embeds.stream().filter(embed -> embed.name().equals(name)).findFirst();
  }

  /** Whether a field of its own is an aggregate; those of spreads inside do not count here. */
  boolean aggregates() {
    return fields.stream().anyMatch(field -> field.aggregate() != null);
  }
}
