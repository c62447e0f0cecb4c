package dev.pgext.plan;

import dev.pgext.request.SelectItem.EmbedItem;
import dev.pgext.request.SelectItem.JoinType;
import dev.pgext.request.SelectItem.SpreadItem;
import org.jspecify.annotations.Nullable;

/**
 * A resource inside another as {@code select=} names it, before a relationship is found for it.
 *
 * @param relation a relation, a foreign key, a column with one, or a computed relationship
 * @param hint what tells relationships to the same relation apart
 * @param inner whether outer rows without it are left out
 * @param spread whether its columns become the outer row's
 */
record RequestedEmbed(
    String relation,
    @Nullable String alias,
    @Nullable String hint,
    boolean inner,
    boolean spread,
    Selection selection) {

  static RequestedEmbed of(EmbedItem item) {
    return new RequestedEmbed(
        item.relation(),
        item.alias(),
        item.hint(),
        item.join() == JoinType.INNER,
        false,
        Selection.of(item.children()));
  }

  static RequestedEmbed of(SpreadItem item) {
    return new RequestedEmbed(
        item.relation(),
        null,
        item.hint(),
        item.join() == JoinType.INNER,
        true,
        Selection.of(item.children()));
  }

  /** The name under which the rest of the URL speaks of it. */
  String name() {
    return alias == null ? relation : alias;
  }
}
