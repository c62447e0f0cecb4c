package dev.pgext.realtime.visibility;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog says of a table to one role.
 *
 * @param usage whether the role may look into the table's schema
 * @param rowSecurity whether policies hold for the role
 * @param nameable whether the role may use the schemas of all that the table's policies refer to
 * @param alike whether all of its partitions have the full replica identity
 * @param policies those that hold for the role's SELECT, conditions printed for the search path of
 *     the role's requests; restrictive ones first, by name, as PostgreSQL applies them
 * @param canonical the same, printed with nothing but pg_catalog in the search path
 * @param functions those that the table's policies call
 */
record TableFacts(
    boolean usage,
    boolean rowSecurity,
    boolean nameable,
    boolean alike,
    List<Column> columns,
    List<Policy> policies,
    List<Policy> canonical,
    List<Function> functions) {

  TableFacts {
    columns = List.copyOf(columns);
    policies = List.copyOf(policies);
    canonical = List.copyOf(canonical);
    functions = List.copyOf(functions);
  }

  /**
   * Whether policies must be asked about the table's own rows, since the role may not write their
   * names. A key is needed to find the row.
   */
  boolean ofPresentRows() {
    return rowSecurity && !nameable && columns.stream().anyMatch(Column::key);
  }

  /** The column of a name. */
  @Nullable Column column(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  /**
   * One column.
   *
   * @param type its name in SQL
   * @param arrayType the name of the type of arrays of it; null where a value cannot be read out of
   *     an array's text
   * @param deterministic whether equal values of it are the same text
   * @param generation how a generated column is computed
   * @param key whether it is of the primary key
   */
  record Column(
      String name,
      boolean selectable,
      int typeOid,
      String type,
      @Nullable String arrayType,
      boolean enumeration,
      boolean deterministic,
      @Nullable String generation,
      boolean key) {

    static Column read(ResultSet row) throws SQLException {
      return new Column(
          row.getString("name"),
          row.getBoolean("selectable"),
          (int) row.getLong("type_oid"),
          row.getString("type"),
          row.getString("array_type"),
          row.getBoolean("enumeration"),
          row.getBoolean("deterministic"),
          row.getString("generation"),
          row.getBoolean("key"));
    }
  }

  /** One policy; without a condition it neither permits nor restricts. */
  record Policy(String name, boolean permissive, @Nullable String condition) {

    static Policy read(ResultSet row) throws SQLException {
      return new Policy(
          row.getString("name"), row.getBoolean("permissive"), row.getString("condition"));
    }
  }

  /**
   * A function that a policy calls.
   *
   * @param plain whether it is written in SQL, stable or immutable, and runs as its caller with the
   *     caller's settings
   * @param arguments their names
   */
  record Function(String schema, String name, boolean plain, List<String> arguments, String body) {
    Function {
      arguments = List.copyOf(arguments);
    }

    static Function read(ResultSet row) throws SQLException {
      return new Function(
          row.getString("schema"),
          row.getString("name"),
          row.getBoolean("plain"),
          List.of((String[]) row.getArray("arguments").getArray()),
          row.getString("body"));
    }
  }
}
