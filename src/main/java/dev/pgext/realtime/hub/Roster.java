package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.RealtimeError;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each socket's members, wherever they sit. Guarded by the hub's boundary. */
final class Roster {
  private final Map<Socket, Set<Member>> sockets = new HashMap<>();
  private final Traffic traffic;

  Roster(Traffic traffic) {
    this.traffic = traffic;
  }

  /** A subscription begins; empty, or why it may not. */
  Optional<ApiError> enter(Member member, int limit) {
    Set<Member> others = sockets.computeIfAbsent(member.socket(), any -> new LinkedHashSet<>(2));
    if (others.size() >= limit) {
      return Optional.of(new RealtimeError.TooManySubscriptions(limit));
    }
    others.add(member);
    traffic.subscriptions.increment();
    return Optional.empty();
  }

  /** It ends; once more does nothing. */
  void leave(Member member) {
    Set<Member> others = sockets.get(member.socket());
    if (others != null && others.remove(member)) {
      traffic.subscriptions.decrement();
      if (others.isEmpty()) {
        sockets.remove(member.socket());
      }
    }
  }

  Collection<Member> of(Socket socket) {
    return List.copyOf(sockets.getOrDefault(socket, Set.of()));
  }
}
