package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function as {@code pg_proc} has it.
 *
 * @param allTypes types of all arguments, in and out; empty where all are in
 * @param modes of all arguments; empty where all are in
 * @param names of all arguments; empty where none has one
 * @param defaults how many of the last input arguments may be left out
 * @param settings {@code name=value}, only those that are lifted to the transaction
 */
record RoutineRow(
    QualifiedName name,
    @Nullable String description,
    List<Integer> inputTypes,
    List<Integer> allTypes,
    List<String> modes,
    List<String> names,
    int defaults,
    int result,
    boolean returnsSet,
    char volatility,
    boolean variadic,
    @Nullable String isolationLevel,
    List<String> settings) {

  static RoutineRow read(Row row) throws SQLException {
    return new RoutineRow(
        new QualifiedName(row.text("schema"), row.text("name")),
        row.optionalText("description"),
        row.oids("input_types"),
        row.oids("all_types"),
        row.texts("modes"),
        row.texts("names"),
        row.number("defaults"),
        row.oid("result"),
        row.flag("returns_set"),
        row.text("volatility").charAt(0),
        row.flag("variadic"),
        row.optionalText("isolation_level"),
        row.texts("settings"));
  }
}
