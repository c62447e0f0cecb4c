package dev.pgext.realtime.hub;

import dev.pgext.error.ApiException;
import dev.pgext.realtime.cdc.TableShape;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * @param reconsiderations how often everybody had been looked at anew before
   */
  Rebindings(Binder binder, long reconsiderations) {
    this.binder = binder;
    this.reconsiderations = reconsiderations;
  }

  private sealed interface Outcome {
    record Made(Binding binding) implements Outcome {}

    record Refused(ApiException reason) implements Outcome {}
  }

  /**
   * Who has to be bound.
   *
   * @param table as it was described before
   */
  record Bindings(TableDescription table, List<Interest> interests) {
    Bindings {
      interests = List.copyOf(interests);
    }
  }

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
    TableDescription table = present.table().withShape(shape);
    Map<Interest, Outcome> bound = new HashMap<>();
    for (Interest interest : present.interests()) {
      bound.put(interest, outcome(table, interest));
    }
    outcomes.put(shape, bound);
  }

  private Outcome outcome(TableDescription table, Interest interest) {
    try {
      return new Outcome.Made(binder.bind(table, interest, null));
    } catch (ApiException refused) {
      return new Outcome.Refused(refused);
    }
  }

  /**
   * What an interest is under this description; asks the database where that was not prepared.
   *
   * @throws ApiException as {@link Binder#bind}
   */
  Binding bind(TableDescription table, Interest interest, Binding earlier) {
    @Nullable Outcome known = outcomes.getOrDefault(table.shape(), Map.of()).get(interest);
    return switch (known) {
      case null -> binder.bind(table, interest, earlier);
      case Outcome.Made made -> made.binding();
      case Outcome.Refused refused -> throw refused.reason();
    };
  }
}
