package dev.pgext.sql;

import dev.pgext.plan.Condition;
import dev.pgext.plan.Embed;
import dev.pgext.plan.ReadNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the query whose rows are counted: conditions only, no order, no range, no columns; an
 * inner embed becomes EXISTS.
 */
final class CountRenderer {
  private final SqlBuilder out;
  private final ReadRenderer read;

  CountRenderer(SqlBuilder out, ReadRenderer read) {
    this.out = out;
    this.read = read;
  }

  void select(ReadNode node, @Nullable Long limit) {
    select(node);
    if (limit != null) {
      out.sql(" LIMIT ").bind(new Bind.Bigint(limit));
    }
  }

  private void select(ReadNode node) {
    out.sql("SELECT 1");
    read.from(node.source());
    SqlList terms = new SqlList(out, " WHERE ", " AND ");
    for (Condition condition : node.where()) {
      terms.next();
      read.conditions()
          .write(node.qualifier(), condition, embed -> nullEmbed(node.embeds(), embed));
    }
    for (ReadNode.JoinCondition join : node.joins()) {
      terms.next();
      read.conditions().join(join);
    }
    for (Embed embed : node.embeds()) {
      if (embed.inner()) {
        terms.next();
        exists(embed);
      }
    }
  }

  private void nullEmbed(List<Embed> embeds, Condition.NullEmbed condition) {
    for (Embed embed : embeds) {
      if (embed.alias().equals(condition.alias())) {
        out.sql(condition.isNull() ? "NOT " : "");
        exists(embed);
        return;
      }
    }
    throw new IllegalStateException("no embed with the alias " + condition.alias());
  }

  private void exists(Embed embed) {
    out.sql("EXISTS (");
    select(embed.node());
    out.sql(")");
  }
}
