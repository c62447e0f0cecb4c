package dev.pgext.pg.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins a connection string, the environment and the defaults. Confined to one read. */
final class ConnectionTargetReader {

  private static final String DEFAULT_PORT = "5432";
  private static final List<String> SOCKET_FOLDERS = List.of("/var/run/postgresql", "/tmp");

  private final ConnectionEnvironment environment;
  private final List<String> faults = new ArrayList<>();
  private final Map<ConnectionKey, String> settings = new EnumMap<>(ConnectionKey.class);

  ConnectionTargetReader(ConnectionEnvironment environment) {
    this.environment = environment;
  }

  ConnectionTarget read(String connection) {
    given(connection).forEach(this::take);
    Arrays.stream(ConnectionKey.values()).forEach(this::complete);
    List<ServerAddress> servers = servers();
    String user = take(ConnectionKey.USER, environment.user());
    String database = take(ConnectionKey.DBNAME, user);
    password(servers, database, user);
    certificates();
    DriverSettings.check(settings, servers).forEach(faults::add);
    if (!faults.isEmpty()) {
      throw new ConnectionSettingsException(faults);
    }
    return new ConnectionTarget(servers, database, user, settings);
  }

  private static Map<String, String> given(String connection) {
    String text =
        connection.startsWith("jdbc:") ? connection.substring("jdbc:".length()) : connection;
    return ConnectionUri.isUri(text) ? ConnectionUri.parse(text) : ConnectionKeywords.parse(text);
  }

  private void take(String keyword, String value) {
    Optional<ConnectionKey> key = ConnectionKey.of(keyword);
    if (key.isEmpty()) {
      faults.add(
          "invalid connection option \""
              + keyword
              + "\": it is none of libpq's, and options of the JDBC driver are not accepted");
      return;
    }
    if (!value.isEmpty()) {
      settings.put(key.get(), value);
    }
  }

  /** From the environment; then what must not be there is refused. */
  private void complete(ConnectionKey key) {
    if (key.variable() != null) {
      String value = environment.variables().getOrDefault(key.variable(), "");
      if (!value.isEmpty()) {
        settings.putIfAbsent(key, value);
      }
    }
    if (key.use() == ConnectionKey.Use.REFUSED && settings.containsKey(key)) {
      faults.add("connection option \"" + key.keyword() + "\" is not supported");
    }
  }

  private String take(ConnectionKey key, String absent) {
    String value = settings.remove(key);
    return value == null ? absent : value;
  }

  private List<ServerAddress> servers() {
    List<String> names = items(take(ConnectionKey.HOST, ""));
    List<String> addresses = items(take(ConnectionKey.HOSTADDR, ""));
    List<String> ports = items(take(ConnectionKey.PORT, ""));
    List<String> hosts = addresses.isEmpty() || needsNames(names) ? names : hosts(names, addresses);
    int count = Math.max(1, hosts.size());
    if (ports.size() > 1 && ports.size() != count) {
      faults.add("could not match " + ports.size() + " port numbers to " + count + " hosts");
      return List.of();
    }
    List<ServerAddress> servers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int port = port(ports.isEmpty() ? "" : ports.get(ports.size() == 1 ? 0 : i));
      servers.add(new ServerAddress(host(hosts.isEmpty() ? "" : hosts.get(i), port), port));
    }
    return servers;
  }

  /** The driver verifies what it connects to. */
  private boolean needsNames(List<String> names) {
    return !names.isEmpty()
        && DriverSettings.FULLY_VERIFIED.equals(settings.get(ConnectionKey.SSLMODE));
  }

  /** An address saves the look-up of its name. */
  private List<String> hosts(List<String> names, List<String> addresses) {
    if (!names.isEmpty() && names.size() != addresses.size()) {
      faults.add(
          "could not match " + names.size() + " host names to " + addresses.size() + " addresses");
      return names;
    }
    List<String> hosts = new ArrayList<>(addresses);
    for (int i = 0; i < names.size(); i++) {
      if (hosts.get(i).isEmpty()) {
        hosts.set(i, names.get(i));
      }
    }
    return hosts;
  }

  private static List<String> items(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }

  private int port(String text) {
    String digits = text.isBlank() ? DEFAULT_PORT : text.strip();
    int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65_535) {
      faults.add("invalid port number: \"" + text + "\"");
    }
    return port;
  }

  private String host(String given, int port) {
    if (given.startsWith("@")) {
      faults.add("abstract unix sockets are not supported: \"" + given + "\"");
    }
    return given.isEmpty() ? localFolder(port) : given;
  }

  /** Where distributions put the socket: the folder that has one, else the first that exists. */
  private static String localFolder(int port) {
    return SOCKET_FOLDERS.stream()
        .filter(folder -> Files.exists(new ServerAddress(folder, port).socketFile()))
        .findFirst()
        .or(
            () ->
                SOCKET_FOLDERS.stream()
                    .filter(folder -> Files.isDirectory(Path.of(folder)))
                    .findFirst())
        .orElse("localhost");
  }

  private void password(List<ServerAddress> servers, String database, String user) {
    if (settings.containsKey(ConnectionKey.PASSWORD)) {
      return;
    }
    String file = take(ConnectionKey.PASSFILE, environment.home().resolve(".pgpass").toString());
    try {
      PasswordFile passwords = PasswordFile.read(Path.of(file));
      servers.stream()
          .flatMap(server -> passwords.password(server, database, user).stream())
          .findFirst()
          .ifPresent(password -> settings.put(ConnectionKey.PASSWORD, password));
    } catch (ConnectionSettingsException unreadable) {
      faults.addAll(unreadable.faults());
    }
  }

  /** The files of {@code ~/.postgresql}, if they are there. */
  private void certificates() {
    certificate(ConnectionKey.SSLROOTCERT, "root.crt");
    if (!settings.containsKey(ConnectionKey.SSLCERT)) {
      certificate(ConnectionKey.SSLCERT, "postgresql.crt");
      certificate(ConnectionKey.SSLKEY, "postgresql.key");
    }
    Optional.ofNullable(settings.get(ConnectionKey.SSLKEY))
        .flatMap(ClientKey::fault)
        .ifPresent(faults::add);
  }

  private void certificate(ConnectionKey key, String name) {
    Path file = environment.home().resolve(".postgresql").resolve(name);
    if (Files.isRegularFile(file)) {
      settings.putIfAbsent(key, file.toString());
    }
  }
}
