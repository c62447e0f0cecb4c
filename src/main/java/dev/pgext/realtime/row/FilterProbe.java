package dev.pgext.realtime.row;

import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.Condition;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.sql.Bind;
import dev.pgext.sql.Identifiers;
import dev.pgext.sql.RowCondition;
import dev.pgext.sql.SqlFragment;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has PostgreSQL look at a filter before it is used: what it cannot mean is raised now, as it would
 * be for a request, and literals are printed as the log prints values. One query.
 */
final class FilterProbe {
  private static final String SEARCH_PATH = "pg_catalog";

  private static final String INDETERMINATE =
      """
      ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
        WHERE a.attrelid = ?::oid AND NOT c.collisdeterministic)
      """;

  private final Sessions sessions;
  private final RowCondition conditions;
  private final List<Bind> parameters = new ArrayList<>();

  FilterProbe(Sessions sessions, RowCondition conditions) {
    this.sessions = sessions;
    this.conditions = conditions;
  }

  /**
   * @param role as which it asks: the subscriber's
   * @throws dev.pgext.error.ApiException where PostgreSQL refuses the filter
   */
  FilterAnswers ask(TableShape table, Condition condition, List<Literal> literals, String role) {
    String sql = sql(table, condition, literals);
    return sessions.use(
        connection ->
            RoleTransaction.in(
                connection, SEARCH_PATH, role, entered -> answers(entered, sql, literals)));
  }

  private String sql(TableShape table, Condition condition, List<Literal> literals) {
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(INDETERMINATE);
    parameters.add(new Bind.Bigint(Integer.toUnsignedLong(table.oid())));
    literals.forEach(literal -> sql.append(", ").append(printed(literal)));
    QualifiedName name = table.name();
    SqlFragment whole = conditions.of(name.name(), condition);
    parameters.addAll(whole.parameters());
    return sql.append(", ")
        .append(whole.text().isEmpty() ? "true" : whole.text())
        .append(" FROM (SELECT (NULL::")
        .append(Identifiers.quote(name))
        .append(").*) AS ")
        .append(Identifiers.quote(name.name()))
        .toString();
  }

  /** {@code ARRAY[format('%s', ?::integer), …]}: format calls the type's output function. */
  private String printed(Literal literal) {
    StringBuilder sql = new StringBuilder("ARRAY[");
    for (String value : literal.values()) {
      SqlFragment operand = conditions.operand(literal.column(), literal.operator(), value);
      parameters.addAll(operand.parameters());
      sql.append(sql.length() == 6 ? "" : ", ");
      sql.append("format('%s', ").append(operand.text()).append(')');
    }
    return sql.append("]::text[]").toString();
  }

  private FilterAnswers answers(Connection connection, String sql, List<Literal> literals)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Map<Literal, List<String>> texts = new HashMap<>();
        for (int index = 0; index < literals.size(); index++) {
          texts.put(literals.get(index), texts(row.getArray(index + 2)));
        }
        return new FilterAnswers(texts, Set.copyOf(texts(row.getArray(1))));
      }
    }
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private void bind(PreparedStatement statement) throws SQLException {
    int index = 0;
    for (Bind parameter : parameters) {
      index++;
      switch (parameter) {
        case Bind.Text text -> statement.setString(index, text.value());
        case Bind.Utf8 text ->
            statement.setString(index, new String(text.value(), StandardCharsets.UTF_8));
        case Bind.Bigint number -> statement.setLong(index, number.value());
        case Bind.Bytes bytes -> statement.setBytes(index, bytes.value());
      }
    }
  }
}
