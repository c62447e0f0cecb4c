package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.SeenSnapshot;
import org.jspecify.annotations.Nullable;

/** A member's place in an audience. Guarded by the hub's boundary. */
final class Seat {
  private final Member member;
  private final Audience audience;

  /** Where it is among the audience's seats. */
  int place;

  /** What its snapshot had already; null once everything of that has passed. */
  private @Nullable SeenSnapshot seen;

  Seat(Member member, Audience audience, @Nullable SeenSnapshot seen) {
    this.member = member;
    this.audience = audience;
    this.seen = seen;
  }

  Member member() {
    return member;
  }

  Audience audience() {
    return audience;
  }

  @Nullable SeenSnapshot seen() {
    return seen;
  }

  /** Whether the client has a transaction's changes from its snapshot. */
  boolean saw(Passing transaction) {
    if (seen == null) {
      return false;
    }
    if (seen.endsBefore(transaction.commit())) {
      seen = null;
      return false;
    }
    return seen.contains(transaction.xid());
  }
}
