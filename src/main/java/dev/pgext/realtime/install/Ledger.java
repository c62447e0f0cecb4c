package dev.pgext.realtime.install;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The table {@code pgext.installed}. */
final class Ledger {
  private static final String THERE = "SELECT to_regclass('pgext.installed') IS NOT NULL";
  private static final String VERSIONS =
      "SELECT schema, max(version) FROM pgext.installed GROUP BY schema";
  private static final String RECORD =
      "INSERT INTO pgext.installed (schema, version, script) VALUES (?, ?, ?)";

  private Ledger() {}

  /** The version of each schema that pgext installed; none where there is no such table. */
  static Map<String, Integer> versions(Connection connection) throws SQLException {
    Map<String, Integer> versions = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      if (!there(statement)) {
        return versions;
      }
      try (ResultSet rows = statement.executeQuery(VERSIONS)) {
        while (rows.next()) {
          versions.put(rows.getString(1), rows.getInt(2));
        }
      }
    }
    return versions;
  }

  private static boolean there(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(THERE)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  static void record(Connection connection, Part part, int version) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
      statement.setString(1, part.schema());
      statement.setInt(2, version);
      statement.setString(3, part.scripts().get(version - 1).name());
      statement.executeUpdate();
    }
  }
}
