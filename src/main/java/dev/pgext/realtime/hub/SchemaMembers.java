package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members that may hear of several tables, and which of those they were looked at for: a table is
 * found when it changes first. Guarded by the hub's boundary.
 */
final class SchemaMembers {
  private final Map<Member, Set<Integer>> looked = new LinkedHashMap<>();

  /** Comes, or begins anew: no table was looked at. */
  void add(Member member) {
    looked.put(member, new HashSet<>());
  }

  void remove(Member member) {
    looked.remove(member);
  }

  boolean contains(Member member) {
    return looked.containsKey(member);
  }

  /** That table is looked at anew by everybody. */
  void forget(int oid) {
    looked.values().forEach(tables -> tables.remove(oid));
  }

  /** That table is looked at anew by one of them. */
  void forget(int oid, Member member) {
    looked.getOrDefault(member, new HashSet<>()).remove(oid);
  }

  /** All tables are looked at anew by everybody. */
  void forgetAll() {
    looked.replaceAll((member, tables) -> new HashSet<>());
  }

  /** Who has to look at a table now; each is given once. */
  List<Member> take(TableShape shape) {
    List<Member> taken = new ArrayList<>();
    looked.forEach(
        (member, tables) -> {
          if (member.request().includes(shape.name()) && tables.add(shape.oid())) {
            taken.add(member);
          }
        });
    return taken.stream().filter(member -> !sits(member, shape)).toList();
  }

  /**
   * What those ask for who will have to look at a table.
   *
   * @param anew whether all of them will
   */
  List<Interest> interests(TableShape shape, boolean anew) {
    return looked.entrySet().stream()
        .filter(entry -> anew || !entry.getValue().contains(shape.oid()))
        .map(Map.Entry::getKey)
        .filter(member -> member.request().includes(shape.name()) && !sits(member, shape))
        .map(member -> Interest.of(member.request(), member.viewer(), shape.name()))
        .distinct()
        .toList();
  }

  private static boolean sits(Member member, TableShape shape) {
    return member.seats().stream()
        .anyMatch(seat -> seat.audience().binding().shape().oid() == shape.oid());
  }
}
