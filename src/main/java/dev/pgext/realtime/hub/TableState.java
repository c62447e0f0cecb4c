package dev.pgext.realtime.hub;

/**
 * What bindings to a table depend on, as far as that is the table's own. Equal only where nothing
 * of it changed in between: it is made of the versions of catalog rows, none of which comes back.
 *
 * @param columns its columns and what their types are made of
 * @param rest its name, owner, grants, policies, keys, schema and partitions
 */
record TableState(String columns, String rest) {
  /** Not known; the same as nothing, itself included. */
  static final TableState UNKNOWN = new TableState("", "");

  boolean same(TableState other) {
    return sameColumns(other) && rest.equals(other.rest);
  }

  boolean sameColumns(TableState other) {
    return !columns.isEmpty() && columns.equals(other.columns);
  }
}
