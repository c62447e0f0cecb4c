package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import java.util.IdentityHashMap;

/** One interest over all shapes that its table had meanwhile. Confined to one thread at a time. */
final class Route {
  private final Binder binder;
  private final Bound bound;
  private final IdentityHashMap<TableShape, Binding> known = new IdentityHashMap<>();

  Route(Binder binder, Bound bound) {
    this.binder = binder;
    this.bound = bound;
  }

  Bound bound() {
    return bound;
  }

  Interest interest() {
    return bound.interest();
  }

  boolean concerns(TableShape shape) {
    return shape.oid() == bound.table().shape().oid();
  }

  /**
   * What the interest was under that shape.
   *
   * @throws dev.pgext.error.ApiException as {@link Binder#bind}
   */
  Binding binding(TableShape shape) {
    return known.computeIfAbsent(
        shape, other -> binder.bind(bound.table().withShape(other), bound.interest(), null));
  }
}
