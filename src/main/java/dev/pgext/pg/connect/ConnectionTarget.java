package dev.pgext.pg.connect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where and as whom to connect, from whatever form the user gave it in.
 *
 * <p>Immutable; prints without the password.
 */
public final class ConnectionTarget {

  private final List<ServerAddress> servers;
  private final String database;
  private final String user;
  private final Map<ConnectionKey, String> settings;

  ConnectionTarget(
      List<ServerAddress> servers,
      String database,
      String user,
      Map<ConnectionKey, String> settings) {
    this.servers = List.copyOf(servers);
    this.database = database;
    this.user = user;
    this.settings = Map.copyOf(settings);
  }

  /**
   * Reads a {@code postgres://} or {@code postgresql://} URL (also with {@code jdbc:} before it) or
   * a keyword string; the environment and libpq's defaults fill in what it leaves out.
   *
   * @throws ConnectionSettingsException with every fault found
   */
  public static ConnectionTarget parse(String connection, ConnectionEnvironment environment) {
    return new ConnectionTargetReader(environment).read(connection);
  }

  /** The servers, in the order they are tried. */
  public List<ServerAddress> servers() {
    return servers;
  }

  public String database() {
    return database;
  }

  public String user() {
    return user;
  }

  /** The name that {@code pg_stat_activity} shows, when the user chose one. */
  public Optional<String> applicationName() {
    return setting(ConnectionKey.APPLICATION_NAME)
        .or(() -> setting(ConnectionKey.FALLBACK_APPLICATION_NAME));
  }

  /** The same under a name of ours, unless the user chose one. */
  public ConnectionTarget withFallbackApplicationName(String name) {
    return applicationName().isPresent()
        ? this
        : with(ConnectionKey.FALLBACK_APPLICATION_NAME, name);
  }

  /** The same, but only to a server that accepts writes: for listening and for migrations. */
  public ConnectionTarget toPrimary() {
    return with(ConnectionKey.TARGET_SESSION_ATTRS, "read-write");
  }

  /** The same with another database of the same server. */
  public ConnectionTarget withDatabase(String other) {
    return new ConnectionTarget(servers, other, user, settings);
  }

  private ConnectionTarget with(ConnectionKey key, String value) {
    Map<ConnectionKey, String> changed = new EnumMap<>(ConnectionKey.class);
    changed.putAll(settings);
    changed.put(key, value);
    return new ConnectionTarget(servers, database, user, changed);
  }

  /** {@code jdbc:postgresql://host:port,…/database}, without user and password. */
  public String jdbcUrl() {
    return DriverSettings.url(this);
  }

  /** The driver's properties, the password among them. */
  public Properties properties() {
    return DriverSettings.properties(this);
  }

  Optional<String> setting(ConnectionKey key) {
    return Optional.ofNullable(settings.get(key));
  }

  @Override
  public String toString() {
    return user + "@" + servers + "/" + database;
  }
}
