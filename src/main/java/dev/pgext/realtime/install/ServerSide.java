package dev.pgext.realtime.install;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The installed functions that are the server's: each is one statement on a connection in
 * autocommit mode, as the login role. Nothing of it works where {@link #installed} is false, but
 * for {@link #gates}, which every role may ask for.
 */
public final class ServerSide {
  private static final String INSTALLED =
      "SELECT coalesce(has_function_privilege(to_regprocedure("
          + "'pgext.report_status(name,bigint,bigint,double precision,int,int)'), 'EXECUTE'), false)";
  private static final String REPORT = "SELECT pgext.report_status(?::name, ?, ?, ?, ?, ?)";
  private static final String USE_SOURCE =
      "SELECT problem, hint FROM pgext.use_source(?) AS s (relation, problem, hint)";
  private static final String GATES_READABLE =
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n"
          + " ON n.oid = c.relnamespace WHERE n.nspname = 'pgext' AND c.relname = 'gates'"
          + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))";
  private static final String GATES = "SELECT gated::oid::bigint FROM pgext.gates";
  private static final String PRUNE =
      "SELECT CASE WHEN EXISTS (SELECT FROM pgext.installed WHERE schema = 'realtime') THEN"
          + " realtime.prune(make_interval(secs => ?)) ELSE 0 END";

  private ServerSide() {}

  /** Where changes come from. */
  public enum Source {
    WAL,
    QUEUE
  }

  /**
   * What {@code pgext.realtime_status} shows of the server.
   *
   * @param queued messages that wait for slow clients
   */
  public record Status(
      @Nullable String slot,
      long epoch,
      long lagBytes,
      Duration lag,
      int subscribers,
      int queued) {}

  /** Why a watched table could not follow to another source. */
  public record Problem(String text, @Nullable String hint) {}

  /** Whether it is there, and the role may use it. */
  public static boolean installed(Connection connection) throws SQLException {
    return isTrue(connection, INSTALLED);
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /** Makes {@code pgext.watch} mean this source from now on; watched tables change over. */
  public static List<Problem> useSource(Connection connection, Source source) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(USE_SOURCE)) {
      statement.setString(1, source.name().toLowerCase(Locale.ROOT));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          problems.add(new Problem(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return problems;
  }

  /** Puts it into {@code pgext.realtime_status}; writes nothing where that says so already. */
  public static void report(Connection connection, Status status) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REPORT)) {
      statement.setString(1, status.slot());
      statement.setLong(2, status.epoch());
      statement.setLong(3, status.lagBytes());
      statement.setDouble(4, status.lag().toNanos() / 1e9);
      statement.setInt(5, status.subscribers());
      statement.setInt(6, status.queued());
      statement.execute();
    }
  }

  /** The oids of the tables that are gated now; none where nothing is installed. */
  public static Set<Integer> gates(Connection connection) throws SQLException {
    Set<Integer> gates = new HashSet<>();
    if (!isTrue(connection, GATES_READABLE)) {
      return gates;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(GATES)) {
      while (rows.next()) {
        gates.add((int) rows.getLong(1));
      }
    }
    return gates;
  }

  /** Has a table's changes read; an error says what is missing, its hint what to run. */
  public static void watch(Connection connection, int oid) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pgext.watch(?::oid::regclass)")) {
      statement.setLong(1, Integer.toUnsignedLong(oid));
      statement.execute();
    }
  }

  /** Deletes old rows of realtime.messages; how many they were. */
  public static long prune(Connection connection, Duration olderThan) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PRUNE)) {
      statement.setDouble(1, (double) olderThan.toSeconds());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
