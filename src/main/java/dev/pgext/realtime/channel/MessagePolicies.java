package dev.pgext.realtime.channel;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.realtime.visibility.Viewer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policies of {@code realtime.messages}: who may SELECT a message of a channel may hear
 * it, who may INSERT one may speak. They are asked by trying, in a transaction that is rolled back,
 * so that PostgreSQL gives the answer that it would give to that role. Where the schema is
 * Supabase's, and so nothing of ours is in it, a role that policies do not hold for writes what is
 * asked about: the login role or one that it may become, as {@code service_role}.
 *
 * @see <a href="https://supabase.com/docs/guides/realtime/authorization">Supabase: Realtime
 *     authorization</a>
 */
public final class MessagePolicies implements ChannelAuthorizer {
  private static final String BROADCAST = "broadcast";
  private static final String PRESENCE = "presence";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String PROBE = "SELECT realtime.probe(?)";

  /** Who may write messages for the policies to be asked about, where the schema is Supabase's. */
  private static final String PROBER =
      """
      SELECT CASE WHEN EXISTS (
          SELECT FROM pg_catalog.pg_proc AS p
          WHERE p.pronamespace = c.relnamespace AND p.proname = 'probe'
            AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')) THEN ''
        ELSE (
          SELECT r.rolname FROM pg_catalog.pg_roles AS r
          WHERE (r.rolbypassrls OR r.rolsuper OR (r.oid = c.relowner AND NOT c.relforcerowsecurity))
            AND pg_catalog.pg_has_role(r.oid, 'MEMBER')
            AND pg_catalog.has_schema_privilege(r.oid, c.relnamespace, 'USAGE')
            AND pg_catalog.has_table_privilege(r.oid, c.oid, 'INSERT')
            AND pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT')
          ORDER BY r.rolname = current_user DESC, r.rolsuper, r.rolname LIMIT 1)
        END
      FROM pg_catalog.pg_class AS c
      WHERE c.relname = 'messages' AND c.relnamespace = (
        SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'realtime')""";

  private static final String BECOME_PROBER = "SELECT set_config('role', ?, true)";
  private static final String INSERT_PROBES =
      """
      WITH probes AS (
        INSERT INTO realtime.messages (topic, extension, private)
        VALUES (?, 'broadcast', true), (?, 'presence', true) RETURNING id
      )
      SELECT string_agg(id::text, ',') FROM probes""";
  private static final String BECOME =
      "SELECT set_config('realtime.topic', ?, true), set_config('request.jwt.claims', ?, true),"
          + " set_config('statement_timeout', '5s', true), set_config('role', ?, true)";
  private static final String READ =
      "SELECT extension FROM realtime.messages WHERE topic = ? AND extension = ?"
          + " AND id = ANY (string_to_array(?, ',')::uuid[])";
  private static final String WRITE =
      "INSERT INTO realtime.messages (topic, extension, private) VALUES (?, ?, true)";

  private final Database database;

  /** Where it is asked: a pool's connections, as the login role. */
  @FunctionalInterface
  public interface Database {

    /** Does something with a connection in autocommit mode, and gives it back so. */
    <T> T use(ConnectionPool.Work<T> work);
  }

  public MessagePolicies(Database database) {
    this.database = database;
  }

  @Override
  public Permissions permissions(ChannelName channel, Viewer viewer) {
    return database.use(connection -> inTransaction(connection, channel.name(), viewer));
  }

  private static Permissions inTransaction(Connection connection, String topic, Viewer viewer)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      return ask(connection, topic, viewer);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
      // All that a rollback leaves behind.
      text(connection, "SELECT pg_advisory_unlock_all()");
    }
  }

  private static Permissions ask(Connection connection, String topic, Viewer viewer)
      throws SQLException {
    String probes = probes(connection, topic);
    text(connection, BECOME, topic, viewer.claims(), viewer.role());
    boolean readBroadcasts = allowed(connection, () -> read(connection, topic, probes, BROADCAST));
    boolean readPresence = allowed(connection, () -> read(connection, topic, probes, PRESENCE));
    boolean sendBroadcasts = allowed(connection, () -> write(connection, topic, BROADCAST));
    boolean sendPresence = allowed(connection, () -> write(connection, topic, PRESENCE));
    return new Permissions(readBroadcasts, sendBroadcasts, readPresence, sendPresence);
  }

  /** The ids of two messages of the channel; null where nobody can write them: nobody hears. */
  private static @Nullable String probes(Connection connection, String topic) throws SQLException {
    String prober = text(connection, PROBER);
    if (prober == null) {
      return null;
    }
    if (prober.isEmpty()) {
      return text(connection, PROBE, topic);
    }
    text(connection, BECOME_PROBER, prober);
    return text(connection, INSERT_PROBES, topic, topic);
  }

  /** What a statement says; no where its role lacks a privilege, or a policy refuses the row. */
  private static boolean allowed(Connection connection, Trial trial) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      return trial.succeeds();
    } catch (SQLException refused) {
      if (!INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
        throw refused;
      }
      connection.rollback(before);
      return false;
    }
  }

  private static boolean read(
      Connection connection, String topic, @Nullable String probes, String extension)
      throws SQLException {
    return text(connection, READ, topic, extension, probes) != null;
  }

  private static boolean write(Connection connection, String topic, String extension)
      throws SQLException {
    return text(connection, WRITE, topic, extension) == null;
  }

  /** Runs a statement; the first row's text, null where there is none. */
  private static @Nullable String text(
      Connection connection, String sql, @Nullable String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int index = 0; index < values.length; index++) {
        statement.setString(index + 1, values[index]);
      }
      if (!statement.execute()) {
        return null;
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  /** Something that a role may do or not. */
  @FunctionalInterface
  private interface Trial {
    boolean succeeds() throws SQLException;
  }
}
