package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.cdc.Transaction;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A member on its way to the dispatcher, and what it has until now. Confined to its convoy. */
final class Traveller {
  private final Member member;
  private final @Nullable SeenSnapshot seen;
  private final boolean wasSeated;
  private final Queue<Transaction> ahead = new ArrayDeque<>();
  private @Nullable Route route;
  private Cursor at;

  /**
   * One that has everything up to a cursor, and what that has seen.
   *
   * @param route null for one that sat already and goes back
   */
  Traveller(Member member, @Nullable Route route, Cursor at) {
    this.member = member;
    this.route = route;
    this.wasSeated = route == null;
    this.at = at;
    this.seen = at.seen();
  }

  Member member() {
    return member;
  }

  @Nullable SeenSnapshot seen() {
    return seen;
  }

  /** Null where it must be bound anew. */
  @Nullable Route route() {
    return route;
  }

  void bind(Route fresh) {
    route = fresh;
  }

  void unbind() {
    route = null;
  }

  Cursor at() {
    return at;
  }

  /** Whether it sat before, and went back for the sake of the order. */
  boolean wasSeated() {
    return wasSeated;
  }

  /** What lies before it, as far as it does not have it. */
  void prepare(Missed missed) {
    ahead.clear();
    ahead.addAll((seen == null ? missed : missed.without(seen)).transactions());
  }

  /** How many changes are ahead of it, whatever they are about. */
  int distance() {
    return ahead.stream().mapToInt(transaction -> Math.max(1, transaction.changes().size())).sum();
  }

  /** The next one; null where it has arrived. */
  @Nullable Transaction next() {
    return ahead.peek();
  }

  /** Takes the next one. */
  Passing take() {
    return Passing.of(at.epoch(), ahead.remove(), seen);
  }

  void reach(Cursor target) {
    at = target.compareTo(at) > 0 ? target : at;
  }
}
