package dev.pgext.project.functions;

import dev.pgext.project.functions.DatabaseObject.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which file has made what: before, and in this deployment. Confined to one. */
final class Account {
  private final Map<String, List<Ledger.Entry>> former;
  private final Set<String> due = new HashSet<>();
  private final Map<DatabaseObject, String> made = new HashMap<>();

  /**
   * Begins with what the database says.
   *
   * @param replaced paths of files whose former objects are theirs no more
   */
  Account(Map<String, List<Ledger.Entry>> former, Collection<String> replaced) {
    this.former = former;
    due.addAll(replaced);
  }

  void add(String path, Collection<LiveObjects.Made> objects) {
    objects.forEach(one -> made.put(one.object(), path));
  }

  /** What a file has made in this deployment. */
  List<DatabaseObject> madeBy(String path) {
    return made.entrySet().stream()
        .filter(one -> one.getValue().equals(path))
        .map(Map.Entry::getKey)
        .sorted(java.util.Comparator.comparing(DatabaseObject::identity))
        .toList();
  }

  boolean made(DatabaseObject object) {
    return made.containsKey(object);
  }

  /** Whether some file has made it, once or now. */
  boolean knows(DatabaseObject object) {
    return made(object)
        || former.values().stream()
            .flatMap(List::stream)
            .anyMatch(entry -> entry.object().equals(object));
  }

  /** Another file that makes it now, or made it and stays as it is. */
  Optional<String> otherOwner(DatabaseObject object, String path) {
    String now = made.get(object);
    if (now != null) {
      return now.equals(path) ? Optional.empty() : Optional.of(now);
    }
    return former.entrySet().stream()
        .filter(entry -> !due.contains(entry.getKey()) && !entry.getKey().equals(path))
        .filter(entry -> entry.getValue().stream().anyMatch(one -> one.object().equals(object)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The routines of that name that files have made before. */
  List<Ledger.Entry> routines(String name) {
    return former.values().stream()
        .flatMap(List::stream)
        .filter(entry -> isRoutine(entry, name))
        .toList();
  }

  /** The one routine of that name that the file had made and does not make any more. */
  Optional<Ledger.Entry> onlyFormer(String path, String name) {
    List<Ledger.Entry> found =
        former.getOrDefault(path, List.of()).stream()
            .filter(entry -> isRoutine(entry, name) && !made(entry.object()))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static boolean isRoutine(Ledger.Entry entry, String name) {
    return entry.live()
        && entry.object().kind() == Kind.ROUTINE
        && entry.object().name().equals(name);
  }

  /** What a file had made and nobody makes any more. */
  List<DatabaseObject> stale(String path) {
    List<DatabaseObject> stale = new ArrayList<>();
    for (Ledger.Entry entry : former.getOrDefault(path, List.of())) {
      if (entry.live() && !made(entry.object())) {
        stale.add(entry.object());
      }
    }
    return stale;
  }
}
