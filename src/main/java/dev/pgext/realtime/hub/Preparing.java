package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.Rebindings.Bindings;
import dev.pgext.realtime.log.LogEntry;
import dev.pgext.realtime.log.LogEntry.Committed;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database under what an entry's tables will be bound, while nobody waits for the
 * boundary: tables that are described anew, and those that somebody hears of for the first time.
 * Confined to the dispatcher's thread.
 */
final class Preparing {
  private static final int MOST_KNOWN = 10_000;

  private final Binder binder;
  private final Seating seating;
  private final Hub hub;
  private final Rebindings nothing;

  /** Descriptions under which everybody is bound, as long as nobody comes. */
  private final Set<TableShape> settled = Collections.newSetFromMap(new IdentityHashMap<>());

  private long settledAt;

  Preparing(Binder binder, Seating seating, Hub hub) {
    this.binder = binder;
    this.seating = seating;
    this.hub = hub;
    this.nothing = seating.rebindings();
  }

  /** What is prepared for an entry; nothing, and without a lock, for almost all of them. */
  Rebindings of(@Nullable LogEntry entry) {
    IdentityHashMap<TableShape, Boolean> shapes = new IdentityHashMap<>(1);
    if (entry instanceof Committed committed) {
      committed.transaction().changes().forEach(change -> collect(change, shapes));
    }
    return shapes.isEmpty() ? nothing : of(shapes);
  }

  /** Shapes of which it is not known that everybody is bound under them; true where anew. */
  private void collect(Change change, IdentityHashMap<TableShape, Boolean> shapes) {
    switch (change) {
      case Change.Row row -> collect(row.table(), shapes);
      case Change.Truncate truncate -> collect(truncate.table(), shapes);
      case Change.Described described -> shapes.put(described.table(), true);
      case Change.Message message -> {}
    }
  }

  private void collect(TableShape shape, IdentityHashMap<TableShape, Boolean> shapes) {
    long now = seating.unsettled();
    if (now != settledAt || settled.size() > MOST_KNOWN) {
      settled.clear();
      settledAt = now;
    }
    if (!settled.contains(shape)) {
      shapes.putIfAbsent(shape, false);
    }
  }

  private Rebindings of(IdentityHashMap<TableShape, Boolean> shapes) {
    hub.flush();
    Rebindings prepared = hub.atBoundary(position -> seating.rebindings());
    shapes.forEach((shape, anew) -> prepare(prepared, shape, anew));
    return prepared;
  }

  private void prepare(Rebindings prepared, TableShape shape, boolean anew) {
    Bindings unbound = hub.atBoundary(position -> seating.unbound(shape, anew));
    if (anew) {
      binder.forget(shape);
    }
    prepared.prepare(unbound, shape);
    settled.add(shape);
  }
}
