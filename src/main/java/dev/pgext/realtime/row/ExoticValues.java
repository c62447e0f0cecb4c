package dev.pgext.realtime.row;

import dev.pgext.exec.DatabaseErrors;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.ExoticJson.Answer;
import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks PostgreSQL for the JSON of values that it alone can print: types with a cast to json of
 * their own (hstore, geometry), and names that depend on the search path (regclass). All values of
 * a batch of rows cost one query for each schema and type. Thread-safe; blocks.
 */
public final class ExoticValues {
  private final Sessions sessions;
  private final List<String> extraSearchPath;

  /**
   * @param extraSearchPath what REST puts behind a request's schema
   */
  public ExoticValues(Sessions sessions, List<String> extraSearchPath) {
    this.sessions = sessions;
    this.extraSearchPath = List.copyOf(extraSearchPath);
  }

  /** A row that is going to be printed. */
  public record Row(RowJson printer, Tuple image) {}

  /** The type and the search path that values have in common. */
  private record Group(String schema, String json) {}

  /**
   * What must be known before these rows are printed. Asks nothing where no row has such values.
   *
   * @param role under which casts run; it needs USAGE on the schemas of the types
   * @throws dev.pgext.error.ApiException if the database cannot be reached
   */
  public ExoticJson ask(Collection<Row> rows, String role) {
    Set<ExoticValue> values = new LinkedHashSet<>();
    rows.forEach(row -> row.printer().exoticValues(row.image(), values::add));
    return values.isEmpty() ? ExoticJson.NONE : sessions.use(on -> answers(on, values, role));
  }

  private ExoticJson answers(Connection connection, Set<ExoticValue> values, String role)
      throws SQLException {
    Map<Group, List<ExoticValue>> groups = new LinkedHashMap<>();
    for (ExoticValue value : values) {
      groups
          .computeIfAbsent(new Group(value.schema(), value.json()), group -> new ArrayList<>())
          .add(value);
    }
    Map<ExoticValue, Answer> answers = new HashMap<>();
    for (Map.Entry<Group, List<ExoticValue>> group : groups.entrySet()) {
      String json = group.getKey().json();
      answers.putAll(
          RoleTransaction.in(
              connection,
              searchPath(group.getKey().schema()),
              role,
              entered -> asked(entered, json, group.getValue())));
    }
    return new ExoticJson(answers);
  }

  private String searchPath(String schema) {
    List<String> path = new ArrayList<>();
    path.add(schema);
    path.addAll(extraSearchPath);
    return Identifiers.list(path);
  }

  /** All at once; where one value fails, each on its own, so that only that one does. */
  private static Map<ExoticValue, Answer> asked(
      Connection connection, String json, List<ExoticValue> values) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      return printed(connection, json, values);
    } catch (SQLException failure) {
      connection.rollback(before);
      if (values.size() == 1) {
        return Map.of(values.get(0), new Answer.Failed(DatabaseErrors.of(failure, false)));
      }
    }
    Map<ExoticValue, Answer> answers = new HashMap<>();
    for (ExoticValue value : values) {
      answers.putAll(asked(connection, json, List.of(value)));
    }
    return answers;
  }

  private static Map<ExoticValue, Answer> printed(
      Connection connection, String json, List<ExoticValue> values) throws SQLException {
    String sql =
        "SELECT ("
            + json
            + ")::pg_catalog.text FROM pg_catalog.unnest(?) WITH ORDINALITY AS given(text, number)"
            + " ORDER BY number";
    Object[] texts = values.stream().map(ExoticValue::text).toArray();
    Map<ExoticValue, Answer> answers = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", texts));
      try (ResultSet rows = statement.executeQuery()) {
        for (ExoticValue value : values) {
          rows.next();
          answers.put(value, new Answer.Json(rows.getBytes(1)));
        }
      }
    }
    return answers;
  }
}
