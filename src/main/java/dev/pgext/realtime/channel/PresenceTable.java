package dev.pgext.realtime.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is seen in a channel: at most one presence each, several under one key. Not thread-safe. */
final class PresenceTable<F> {
  private final Map<Membership<F>, Presence> present = new LinkedHashMap<>();

  @Nullable Presence of(Membership<F> member) {
    return present.get(member);
  }

  void put(Membership<F> member, Presence presence) {
    present.put(member, presence);
  }

  @Nullable Presence remove(Membership<F> member) {
    return present.remove(member);
  }

  int size() {
    return present.size();
  }

  Map<String, List<Presence>> all() {
    Map<String, List<Presence>> byKey = new LinkedHashMap<>();
    present.forEach(
        (member, presence) ->
            byKey.computeIfAbsent(member.presenceKey(), key -> new ArrayList<>()).add(presence));
    return byKey;
  }
}
