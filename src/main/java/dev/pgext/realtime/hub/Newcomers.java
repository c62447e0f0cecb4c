package dev.pgext.realtime.hub;

import dev.pgext.pg.Lsn;
import dev.pgext.realtime.cdc.SeenSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members that were seated with a snapshot since the last transaction. If the next one commits
 * within the snapshot's time, some of what follows is in the snapshot and some is not, and each
 * event's cursor must say so: nothing that others could share. Guarded by the hub's boundary.
 */
final class Newcomers {
  private final Map<Member, SeenSnapshot> all = new LinkedHashMap<>();

  void add(Member member, SeenSnapshot seen) {
    all.put(member, seen);
  }

  int size() {
    return all.size();
  }

  /** Continuity is lost, and they are told so like everybody. */
  void clear() {
    all.clear();
  }

  /** What one has, who is no newcomer any more; null for everybody else. */
  @Nullable SeenSnapshot take(Member member) {
    return all.remove(member);
  }

  /** Those whose snapshot may have a transaction that commits there; all are forgotten. */
  Map<Member, SeenSnapshot> aheadOf(Lsn commit) {
    if (all.isEmpty()) {
      return Map.of();
    }
    Map<Member, SeenSnapshot> ahead = new LinkedHashMap<>(all);
    ahead.values().removeIf(seen -> seen.endsBefore(commit));
    all.clear();
    return ahead;
  }
}
