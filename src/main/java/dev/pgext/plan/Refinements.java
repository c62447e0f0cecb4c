package dev.pgext.plan;

import dev.pgext.request.ApiRequest;
import dev.pgext.request.Filter;
import dev.pgext.request.LogicTree;
import dev.pgext.request.OrderTerm;
import dev.pgext.request.QueryParameters.Targeted;
import dev.pgext.request.RowRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Hands the filters, orders and ranges of a URL to the parts of {@code select=} that they speak of.
 *
 * <p>Two embeds may look the same, so parts are told apart by identity. Lists are walked from their
 * end: of several faults PostgREST reports the last one of a kind, and of several orders for one
 * part the first one counts. Confined to the thread that plans.
 */
final class Refinements {
  private final EmbedLocator locator;
  private final IdentityHashMap<Selection, Deque<LogicTree>> conditions = new IdentityHashMap<>();
  private final IdentityHashMap<Selection, List<OrderTerm>> orders = new IdentityHashMap<>();
  private final IdentityHashMap<Selection, RowRange> ranges = new IdentityHashMap<>();
  private final Set<RequestedEmbed> legacy = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Selection root;

  private Refinements(Selection root, boolean legacyNames) {
    this.root = root;
    this.locator = new EmbedLocator(root, legacyNames);
  }

  /** Everything in the URL; for a mutation, filters of the root are the mutation's own. */
  static Refinements of(ApiRequest request, Selection root, ReadScope scope, boolean legacyNames) {
    Refinements refinements = new Refinements(root, legacyNames);
    boolean rows = scope != ReadScope.MUTATION_RESULT;
    refinements.filters(request.query().filters(), rows);
    refinements.orders(request.query().order());
    if (rows) {
      refinements.ranges(request);
    }
    refinements.logic(request.query().logic(), rows);
    return refinements;
  }

  /** The embeds of that part in the order in which they are selected. */
  List<RequestedEmbed> embeds(Selection selection) {
    return locator.embeds(selection);
  }

  /** What was asked of that part. */
  Refinement of(Selection selection) {
    return new Refinement(
        List.copyOf(conditions.getOrDefault(selection, new ArrayDeque<>())),
        orders.getOrDefault(selection, List.of()),
        ranges.getOrDefault(selection, RowRange.ALL));
  }

  /** Embeds that were named by their relation although they have an alias, outermost first. */
  List<Plan.LegacyName> legacyNames() {
    List<Plan.LegacyName> names = new ArrayList<>();
    collectLegacy(root, names);
    return names;
  }

  private void collectLegacy(Selection selection, List<Plan.LegacyName> names) {
    for (RequestedEmbed embed : embeds(selection)) {
      if (legacy.contains(embed)) {
        names.add(new Plan.LegacyName(embed.relation(), embed.name()));
      }
      collectLegacy(embed.selection(), names);
    }
  }

  private void filters(List<Targeted<Filter>> filters, boolean ofRoot) {
    for (Targeted<Filter> filter : filters.reversed()) {
      if (ofRoot || !filter.root()) {
        condition(filter.path(), new LogicTree.Leaf(filter.value()));
      }
    }
  }

  private void logic(List<Targeted<LogicTree>> trees, boolean ofRoot) {
    for (Targeted<LogicTree> tree : trees.reversed()) {
      if (ofRoot || !tree.root()) {
        condition(tree.path(), tree.value());
      }
    }
  }

  private void condition(List<String> path, LogicTree condition) {
    conditions.computeIfAbsent(target(path), part -> new ArrayDeque<>()).addFirst(condition);
  }

  private void orders(List<Targeted<List<OrderTerm>>> terms) {
    for (Targeted<List<OrderTerm>> order : terms.reversed()) {
      orders.put(target(order.path()), order.value());
    }
  }

  private void ranges(ApiRequest request) {
    for (Targeted<RowRange> range : request.targetedRanges()) {
      ranges.put(target(range.path()), range.value());
    }
    ranges.put(root, request.range());
  }

  private Selection target(List<String> path) {
    Selection selection = root;
    List<RequestedEmbed> way = locator.locate(path);
    for (int step = 0; step < way.size(); step++) {
      RequestedEmbed embed = way.get(step);
      if (!embed.name().equals(path.get(step))) {
        legacy.add(embed);
      }
      selection = embed.selection();
    }
    return selection;
  }
}
