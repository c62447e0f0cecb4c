package dev.pgext.realtime.hub;

import dev.pgext.error.ApiException;
import dev.pgext.realtime.cdc.TableShape;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What audiences are bound to under descriptions of their tables that do not count yet. The
 * database is asked while nobody waits; at the boundary, where they begin to count, they are there.
 * Whoever came meanwhile is bound then. Confined to one thread.
 */
final class Rebindings {
  private final Binder binder;
  private final long reconsiderations;
  private final IdentityHashMap<TableShape, Map<Interest, Outcome>> outcomes =
      new IdentityHashMap<>();
  private final IdentityHashMap<TableShape, Map<Interest, Outcome>> first = new IdentityHashMap<>();

  /**
   * @param reconsiderations how often everybody had been looked at anew before
   */
  Rebindings(Binder binder, long reconsiderations) {
    this.binder = binder;
    this.reconsiderations = reconsiderations;
  }

  private sealed interface Outcome {
    record Made(Found found) implements Outcome {}

    record Refused(RuntimeException reason) implements Outcome {}
  }

  /** An interest's table, and what it is bound to there. */
  record Found(TableDescription table, Binding binding) {}

  /**
   * Who has to be bound.
   *
   * @param table as it was described before; null where nobody was bound
   * @param bound those who were
   * @param fresh of those who may hear of any table, and of this one for the first time
   */
  record Bindings(@Nullable TableDescription table, List<Former> bound, List<Interest> fresh) {
    Bindings {
      bound = List.copyOf(bound);
      fresh = List.copyOf(fresh);
    }
  }

  /**
   * Who was bound.
   *
   * @param binding to what; null where more than the table may have changed since
   */
  record Former(Interest interest, @Nullable Binding binding) {}

  /** Whether nothing made them obsolete. */
  boolean count(long reconsiderationsNow) {
    return reconsiderations == reconsiderationsNow;
  }

  /** Whether this description was prepared for. */
  boolean knows(TableShape shape) {
    return outcomes.containsKey(shape);
  }

  /** Binds; asks the database. */
  void prepare(Bindings present, TableShape shape) {
    Map<Interest, Outcome> found = new HashMap<>();
    present.fresh().forEach(interest -> found.put(interest, outcome(() -> look(shape, interest))));
    first.put(shape, found);
    TableDescription before = present.table();
    outcomes.put(shape, before == null ? Map.of() : bound(present, before.withShape(shape)));
  }

  private Map<Interest, Outcome> bound(Bindings present, TableDescription table) {
    Map<Interest, Outcome> bound = new HashMap<>();
    for (Former former : present.bound()) {
      Interest interest = former.interest();
      bound.put(
          interest,
          outcome(() -> new Found(table, binder.bind(table, interest, former.binding()))));
    }
    return bound;
  }

  private Found look(TableShape shape, Interest interest) {
    TableDescription table = binder.describe(interest).withShape(shape);
    return new Found(table, binder.bind(table, interest, null));
  }

  private static Outcome outcome(Supplier<Found> asking) {
    try {
      return new Outcome.Made(asking.get());
    } catch (RuntimeException refused) {
      return new Outcome.Refused(refused);
    }
  }

  /**
   * What somebody finds at a table for the first time; asks the database where that was not
   * prepared.
   *
   * @throws ApiException as {@link Binder#describe} and {@link Binder#bind}
   */
  Found find(TableShape shape, Interest interest) {
    @Nullable Outcome known = first.getOrDefault(shape, Map.of()).get(interest);
    return switch (known) {
      case null -> look(shape, interest);
      case Outcome.Made made -> made.found();
      case Outcome.Refused refused -> throw refused.reason();
    };
  }

  /**
   * What an interest is under this description; asks the database where that was not prepared.
   *
   * @throws ApiException as {@link Binder#bind}
   */
  Binding bind(TableDescription table, Interest interest) {
    @Nullable Outcome known = outcomes.getOrDefault(table.shape(), Map.of()).get(interest);
    return switch (known) {
      case null -> binder.bind(table, interest, null);
      case Outcome.Made made -> made.found().binding();
      case Outcome.Refused refused -> throw refused.reason();
    };
  }
}
