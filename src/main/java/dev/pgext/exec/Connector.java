package dev.pgext.exec;

import dev.pgext.config.Config;
import dev.pgext.error.UnavailableError;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.pg.connect.ServerAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/** Opens connections, each with the session that libpq's clients would have. Thread-safe. */
public final class Connector {
  private static final Driver DRIVER = new Driver();
  private static final int POSTGRES_18 = 18;

  private static final Pattern TIME_ZONE_OPTION =
      Pattern.compile("(?:-c\\s*|--)timezone=(\\S+)", Pattern.CASE_INSENSITIVE);

  /** What the options say, or the role's and the database's settings, or the configuration file. */
  private static final String TIME_ZONE =
      """
      SELECT set_config('TimeZone', coalesce(?,
        (SELECT substr(setting, 10)
         FROM pg_catalog.pg_db_role_setting, unnest(setconfig) AS setting
         WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
           AND setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
           AND setting ILIKE 'timezone=%'
         ORDER BY setrole <> 0 AND setdatabase <> 0 DESC, setrole <> 0 DESC, setdatabase <> 0 DESC
         LIMIT 1),
        current_setting('log_timezone')), false)
      """;

  private final ConnectionTarget target;
  private final Properties properties;
  private volatile UnavailableError.@Nullable Connection lastFailure;
  private volatile Cleanup cleanup = new Cleanup(null, true);

  /** A connector to a target, with the timeouts and preparation that the settings ask for. */
  public Connector(ConnectionTarget target, Config.Database settings) {
    this.target = target;
    this.properties = target.properties();
    // Everything goes into the startup packet, nothing into round trips of its own.
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
    // At its first execution, as PostgREST prepares: what a session has does not hang on its past.
    PGProperty.PREPARE_THRESHOLD.set(properties, settings.preparedStatements() ? 1 : 0);
    if (!PGProperty.CONNECT_TIMEOUT.isPresent(properties)) {
      PGProperty.CONNECT_TIMEOUT.set(
          properties, Math.toIntExact(settings.pool().connectTimeout().toSeconds()));
    }
  }

  /** A connector whose connections send each text as it is written: for scripts. */
  public static Connector forScripts(ConnectionTarget target, Config.Database settings) {
    Connector connector = new Connector(target, settings);
    PGProperty.PREFER_QUERY_MODE.set(connector.properties, "simple");
    return connector;
  }

  /** Opens a connection, which the caller closes. */
  public Connection open() throws SQLException {
    try {
      Connection connection = connect(properties);
      initialize(connection);
      lastFailure = null;
      return connection;
    } catch (SQLException failure) {
      lastFailure = unreachable(failure);
      throw failure;
    }
  }

  /**
   * Opens a connection that takes the commands of streaming replication as well as SQL.
   *
   * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">PostgreSQL:
   *     streaming replication protocol</a>
   */
  public Connection openReplication() throws SQLException {
    Properties replicating = new Properties();
    replicating.putAll(properties);
    PGProperty.REPLICATION.set(replicating, "database");
    PGProperty.PREFER_QUERY_MODE.set(replicating, "simple");
    return connect(replicating);
  }

  private Connection connect(Properties settings) throws SQLException {
    Connection connection = DRIVER.connect(target.jdbcUrl(), settings);
    if (connection == null) {
      throw new IllegalStateException("pgjdbc refused its own URL");
    }
    return connection;
  }

  /**
   * The session gets the server's time zone: pgjdbc sends the JVM's, which would show in every
   * timestamptz of a response.
   */
  private void initialize(Connection connection) throws SQLException {
    String timeZone;
    try (PreparedStatement statement = connection.prepareStatement(TIME_ZONE)) {
      statement.setString(1, timeZoneOption());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        timeZone = rows.getString(1);
      }
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
    boolean same = TimeZone.getDefault().getID().equals(timeZone);
    int version = connection.unwrap(PgConnection.class).getServerMajorVersion();
    cleanup = new Cleanup(same ? null : timeZone, version >= POSTGRES_18);
  }

  private @Nullable String timeZoneOption() {
    String options = PGProperty.OPTIONS.getOrDefault(properties);
    Matcher option = TIME_ZONE_OPTION.matcher(options == null ? "" : options);
    return option.find() ? option.group(1) : null;
  }

  /** How a transaction on these connections is cleaned up. */
  Cleanup cleanup() {
    return cleanup;
  }

  /** Why the last attempt failed, null if it did not. */
  UnavailableError.@Nullable Connection lastFailure() {
    return lastFailure;
  }

  /** The fault of an attempt to connect that failed. */
  public UnavailableError.Connection unreachable(SQLException failure) {
    return new UnavailableError.Connection(ConnectionFaults.connectText(failure, target));
  }

  /** Where a connection leads, as a log shows it. */
  String address(Connection connection) throws SQLException {
    HostSpec host = connection.unwrap(PgConnection.class).getQueryExecutor().getHostSpec();
    return target.servers().stream()
        .filter(server -> target.servers().size() == 1 || isAt(server, host))
        .findFirst()
        .map(server -> server.host() + ":" + server.port())
        .orElseGet(host::toString);
  }

  private static boolean isAt(ServerAddress server, HostSpec host) {
    return server.driverHost().equals(host.getHost()) && server.port() == host.getPort();
  }
}
