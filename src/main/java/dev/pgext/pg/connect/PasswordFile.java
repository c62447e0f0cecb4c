package dev.pgext.pg.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of passwords: lines of {@code host:port:database:user:password}.
 *
 * <p>See <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">PostgreSQL: the
 * password file</a>. One that others may read is not used.
 */
record PasswordFile(List<Entry> entries) {

  private static final Set<String> DEFAULT_SOCKET_FOLDERS = Set.of("/tmp", "/var/run/postgresql");

  PasswordFile {
    entries = List.copyOf(entries);
  }

  /** A line: four patterns and the password. */
  record Entry(String host, String port, String database, String user, String password) {

    boolean matches(ServerAddress server, String wantedDatabase, String wantedUser) {
      return matches(host, name(server))
          && matches(port, Integer.toString(server.port()))
          && matches(database, wantedDatabase)
          && matches(user, wantedUser);
    }

    private static String name(ServerAddress server) {
      return DEFAULT_SOCKET_FOLDERS.contains(server.host()) ? "localhost" : server.host();
    }

    private static boolean matches(String pattern, String value) {
      return pattern.equals("*") || pattern.equals(value);
    }

    @Override
    public String toString() {
      return host + ":" + port + ":" + database + ":" + user + ":…";
    }
  }

  /** What the file says; nothing when it is missing or open to others. */
  static PasswordFile read(Path file) {
    try {
      if (!Files.isRegularFile(file) || isOpenToOthers(file)) {
        return new PasswordFile(List.of());
      }
      return parse(Files.readString(file));
    } catch (IOException unreadable) {
      throw new ConnectionSettingsException("password file " + file + " is not readable");
    }
  }

  static PasswordFile parse(String text) {
    return new PasswordFile(text.lines().flatMap(line -> entry(line).stream()).toList());
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return false;
    }
    return Files.getPosixFilePermissions(file).stream()
        .map(PosixFilePermission::name)
        .anyMatch(name -> name.startsWith("GROUP") || name.startsWith("OTHERS"));
  }

  private static Optional<Entry> entry(String line) {
    List<String> fields = fields(line);
    return line.startsWith("#") || fields.size() < 5
        ? Optional.empty()
        : Optional.of(
            new Entry(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4)));
  }

  /** A backslash takes a colon or a backslash as it is. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
        continue;
      }
      field.append(c == '\\' && i + 1 < line.length() ? line.charAt(++i) : c);
    }
    fields.add(field.toString());
    return fields;
  }

  Optional<String> password(ServerAddress server, String database, String user) {
    return entries.stream()
        .filter(entry -> entry.matches(server, database, user))
        .map(Entry::password)
        .findFirst();
  }
}
