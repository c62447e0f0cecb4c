package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.Equality;
import dev.pgext.realtime.row.RowRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table's audiences, found by what a row has in the columns that they compare: a row is looked
 * up, not tried on every one. Guarded by the hub's boundary.
 */
final class TableAudiences {
  private final Map<Interest, Audience> byInterest = new HashMap<>();
  private final Set<Audience> everyRow = new LinkedHashSet<>();
  private final Map<Integer, Map<String, List<Audience>>> byValue = new HashMap<>();
  private final Set<Audience> strangers = new LinkedHashSet<>();
  private TableDescription table;
  private long changes;

  TableAudiences(TableDescription table) {
    this.table = table;
  }

  TableDescription table() {
    return table;
  }

  /** Those who are bound under a description by which this table's rows cannot be read. */
  Set<Audience> strangers() {
    return strangers;
  }

  /** Whether positions and images mean the same in rows of both shapes. */
  private boolean accords(TableShape shape) {
    TableShape present = table.shape();
    return present.identity() == shape.identity() && present.columns().equals(shape.columns());
  }

  @Nullable Audience find(Interest interest) {
    return byInterest.get(interest);
  }

  Collection<Audience> all() {
    return List.copyOf(byInterest.values());
  }

  boolean isEmpty() {
    return byInterest.isEmpty();
  }

  void add(Audience audience) {
    byInterest.put(audience.interest(), audience);
    if (!accords(audience.binding().shape())) {
      strangers.add(audience);
    }
    List<Equality> values = indexed(audience.binding());
    if (values.isEmpty()) {
      everyRow.add(audience);
    }
    for (Equality value : values) {
      byValue
          .computeIfAbsent(value.column(), column -> new HashMap<>())
          .computeIfAbsent(value.text(), text -> new ArrayList<>(1))
          .add(audience);
    }
  }

  void remove(Audience audience) {
    byInterest.remove(audience.interest(), audience);
    everyRow.remove(audience);
    strangers.remove(audience);
    for (Equality value : indexed(audience.binding())) {
      Map<String, List<Audience>> values = byValue.get(value.column());
      List<Audience> found = values == null ? null : values.get(value.text());
      if (values != null && found != null && found.remove(audience) && found.isEmpty()) {
        values.remove(value.text());
      }
    }
  }

  /** Takes another description; audiences are to be added anew. */
  void describe(TableDescription fresh) {
    table = fresh;
    strangers.clear();
    byInterest.clear();
    everyRow.clear();
    byValue.clear();
  }

  /** By the filter or by the policy, whichever names fewer values. */
  private static List<Equality> indexed(Binding binding) {
    List<Equality> filter = values(binding.filter().rule());
    List<Equality> policy = values(binding.access().rule());
    if (filter.isEmpty() || (!policy.isEmpty() && policy.size() < filter.size())) {
      return policy;
    }
    return filter;
  }

  private static List<Equality> values(RowRule rule) {
    return switch (rule) {
      case RowRule.InMemory here -> here.anyOf();
      case RowRule.Sql sql -> sql.necessary().anyOf();
      case RowRule.All all -> List.of();
      case RowRule.None none -> List.of();
    };
  }

  /** Gives every audience that may care, once. */
  void candidates(Change.Row change, Consumer<Audience> candidates) {
    changes++;
    everyRow.forEach(candidates);
    byValue.forEach(
        (column, values) -> {
          lookUp(change.after(), column, values, candidates);
          lookUp(change.before(), column, values, candidates);
        });
  }

  private void lookUp(
      @Nullable Tuple image,
      int column,
      Map<String, List<Audience>> values,
      Consumer<Audience> candidates) {
    String text = image == null || values.isEmpty() ? null : image.text(column);
    List<Audience> found = text == null ? null : values.get(text);
    if (found != null) {
      for (Audience audience : found) {
        if (audience.firstFor(changes)) {
          candidates.accept(audience);
        }
      }
    }
  }
}
