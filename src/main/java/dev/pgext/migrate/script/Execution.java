package dev.pgext.migrate.script;

import java.util.Set;

/** How a statement gets along with transactions, as far as its words tell. */
public enum Execution {
  /** Runs in a transaction, as most do. */
  INSIDE,
  /** Refuses to run in one, as CREATE INDEX CONCURRENTLY does. */
  OUTSIDE,
  /** Begins or ends one. */
  CONTROL,
  /** Runs in one, but what it makes is usable only after the commit: a new value of an enum. */
  BEFORE_COMMIT;

  private static final Set<String> CONTROLS =
      Set.of("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");
  private static final Set<String> CONCURRENT = Set.of("index", "unique", "table");

  public static Execution of(SqlStatement statement) {
    if (statement.words().isEmpty()) {
      return INSIDE;
    }
    String first = statement.words().get(0);
    if (CONTROLS.contains(first) || statement.begins("prepare", "transaction")) {
      return CONTROL;
    }
    if (statement.begins("alter", "type")
        && statement.mentions("add")
        && statement.mentions("value")) {
      return BEFORE_COMMIT;
    }
    return first.equals("vacuum") || concurrent(statement) || ofCluster(statement)
        ? OUTSIDE
        : INSIDE;
  }

  /** REFRESH MATERIALIZED VIEW CONCURRENTLY is one that runs in a transaction. */
  private static boolean concurrent(SqlStatement statement) {
    if (!statement.mentions("concurrently")) {
      return false;
    }
    return statement.begins("reindex")
        || (statement.words().size() > 1
            && CONCURRENT.contains(statement.words().get(1))
            && !statement.begins("create", "table"));
  }

  private static boolean ofCluster(SqlStatement statement) {
    return statement.begins("create", "database")
        || statement.begins("drop", "database")
        || statement.begins("create", "tablespace")
        || statement.begins("drop", "tablespace")
        || statement.begins("alter", "system")
        || statement.begins("reindex", "database")
        || statement.begins("reindex", "schema")
        || statement.begins("reindex", "system");
  }
}
