package dev.pgext.pg;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of its own for one test class, in a server that others use as well. */
public record TestDatabase(String name, EmbeddedPostgres server) {

  /** The URL for JDBC, as the superuser. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  /** The URI as libpq's programs and {@code db-uri} take it, as the superuser. */
  public String uri() {
    return server.uri(name);
  }

  /** The host it listens on. */
  public String host() {
    return "127.0.0.1";
  }

  /** The TCP port it listens on. */
  public int port() {
    return server.port();
  }

  /** The superuser's name. */
  public String user() {
    return EmbeddedPostgres.USER;
  }

  /** The superuser's password; the server takes any other as well. */
  public String password() {
    return server.password();
  }

  /** Opens a connection as the superuser. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  /** The first value of a query's first row, as text. */
  public String value(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Drops a replication slot of this database, where there is one. Whoever is connected is thrown
   * out and waited for: a closed connection's process may still read the slot, or be making it.
   */
  public void dropSlot(String slot) {
    execute(
        """
        SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
        SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
        WHERE slot_name = '%s'
        """
            .formatted(slot));
  }

  /** Runs a script of statements as the superuser. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
