package dev.pgext.realtime.cdc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/**
 * The session settings under which PostgreSQL prints row images. They are those of a REST session,
 * so that a value reads the same in an event and in an answer; what REST prints independently of
 * its session is fixed.
 *
 * @param values by the setting's name, in the order in which they are set
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config-client.html">PostgreSQL:
 *     client connection defaults</a>
 */
public record OutputSettings(Map<String, String> values) {
  private static final String QUERY =
      """
      SELECT name, current_setting(name) FROM unnest(
        ARRAY['TimeZone', 'IntervalStyle', 'bytea_output', 'lc_monetary']) AS name
      """;

  private static final Map<String, String> FIXED =
      Map.of("DateStyle", "ISO, MDY", "extra_float_digits", "1", "search_path", "pg_catalog");

  public OutputSettings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Those of a session that serves REST requests. */
  public static OutputSettings of(Connection rest) throws SQLException {
    Map<String, String> values = new LinkedHashMap<>(FIXED);
    try (Statement statement = rest.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getString(2));
      }
    }
    return new OutputSettings(values);
  }

  /** One string of statements that sets them all; a replication connection takes it, too. */
  public String statement() {
    return values.entrySet().stream()
        .map(OutputSettings::assignment)
        .collect(Collectors.joining("; "));
  }

  private static String assignment(Entry<String, String> setting) {
    return "SET " + setting.getKey() + " TO " + value(setting);
  }

  /** A quoted list would be one name, so what is made of plain words is written as it is. */
  private static String value(Entry<String, String> setting) {
    boolean list = setting.getKey().equals("DateStyle");
    return list ? setting.getValue() : "'" + setting.getValue().replace("'", "''") + "'";
  }
}
