package dev.pgext.project.functions;

import dev.pgext.migrate.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Files against what a database has.
 *
 * @param due what is to be applied, in the order of the paths
 * @param gone files that are not there any more
 * @param unchanged how many files are as they were
 */
public record FunctionsPlan(List<Due> due, List<Gone> gone, int unchanged) {
  public FunctionsPlan {
    due = List.copyOf(due);
    gone = List.copyOf(gone);
  }

  /** A file to apply. */
  public record Due(FunctionFile file, Change change) {}

  /** Why a file is applied. */
  public enum Change {
    NEW,
    CHANGED,
    /** Something that it made was dropped by somebody else. */
    MISSING,
    /** It is as it was, and asked for. */
    REPEATED;

    /** For people. */
    public String word() {
      return switch (this) {
        case NEW -> "new";
        case CHANGED -> "changed";
        case MISSING -> "missing";
        case REPEATED -> "again";
      };
    }
  }

  /** A file that is not there any more, and what it made. */
  public record Gone(String path, List<DatabaseObject> objects) {
    public Gone {
      objects = List.copyOf(objects);
    }
  }

  /** Which files are applied. */
  public enum Scope {
    CHANGED,
    ALL
  }

  /** Whether the database is as the files are. */
  public boolean isEmpty() {
    return due.isEmpty() && gone.isEmpty();
  }

  /** Compares, and writes nothing. */
  public static FunctionsPlan of(FunctionSet set, Session session, Scope scope)
      throws SQLException {
    Ledger ledger = new Ledger(session);
    return of(set, ledger.hashes(), ledger.entries(), scope);
  }

  static FunctionsPlan of(
      FunctionSet set,
      Map<String, String> hashes,
      Map<String, List<Ledger.Entry>> entries,
      Scope scope) {
    List<Due> due = new ArrayList<>();
    for (FunctionFile file : set.files()) {
      String known = hashes.get(file.path());
      List<Ledger.Entry> objects = entries.getOrDefault(file.path(), List.of());
      if (known == null) {
        due.add(new Due(file, Change.NEW));
      } else if (!known.equals(file.hash())) {
        due.add(new Due(file, Change.CHANGED));
      } else if (!objects.stream().allMatch(Ledger.Entry::live)) {
        due.add(new Due(file, Change.MISSING));
      } else if (scope == Scope.ALL) {
        due.add(new Due(file, Change.REPEATED));
      }
    }
    Map<String, String> wanted = set.hashes();
    List<Gone> gone =
        hashes.keySet().stream()
            .filter(path -> !wanted.containsKey(path))
            .map(path -> new Gone(path, objects(entries.getOrDefault(path, List.of()))))
            .toList();
    return new FunctionsPlan(due, gone, set.files().size() - due.size());
  }

  private static List<DatabaseObject> objects(List<Ledger.Entry> entries) {
    return entries.stream().filter(Ledger.Entry::live).map(Ledger.Entry::object).toList();
  }
}
