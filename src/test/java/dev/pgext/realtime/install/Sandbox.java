package dev.pgext.realtime.install;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.message.DatabaseMessage;
import dev.pgext.realtime.message.MessageKey;
import dev.pgext.realtime.message.MessageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database with roles of its own, and a look at what is decoded of its write-ahead log. */
final class Sandbox implements AutoCloseable {
  private final TestDatabase database;
  private final Connection superuser;
  private final String slot;

  private Sandbox(TestDatabase database) throws SQLException {
    this.database = database;
    this.superuser = database.connect();
    this.slot = database.name();
    run("SET synchronous_commit = on"); // a slot reads only what was flushed
  }

  static Sandbox on(int version) throws SQLException {
    return new Sandbox(TestPostgres.version(version).createDatabase());
  }

  /** With everything installed by the superuser. */
  static Sandbox installed(int version) throws SQLException {
    Sandbox sandbox = on(version);
    new Installer().install(sandbox.superuser, "pgext");
    return sandbox;
  }

  Connection superuser() {
    return superuser;
  }

  /** A role that is this database's alone. */
  String role(String name) throws SQLException {
    String role =
        name + "_" + database.name() + "_" + superuser.getMetaData().getDatabaseMajorVersion();
    if (query("SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'").isEmpty()) {
      run("CREATE ROLE \"" + role + "\" LOGIN NOINHERIT");
    }
    return role;
  }

  /** Logs in as a role. */
  Connection connect(String role) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()),
        role,
        "any");
  }

  InstallReport install(String role) throws SQLException {
    try (Connection connection = connect(role)) {
      return new Installer().install(connection, "pgext");
    }
  }

  void run(String sql) throws SQLException {
    run(superuser, sql);
  }

  /** As a role that was switched to, as a request's is. */
  void runAs(String role, String sql) throws SQLException {
    run("SET ROLE " + role);
    try {
      run(sql);
    } finally {
      run("RESET ROLE");
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of every row. */
  List<@Nullable String> query(String sql) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    try (Statement statement = superuser.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** What is written from now on will be decoded. */
  void listen() throws SQLException {
    query("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    query("SELECT pgext.prepare_publication('pgext')");
  }

  /** Begin, row changes as their letters, and messages as they are understood, in order. */
  List<Object> decoded() throws SQLException {
    MessageReader reader = new MessageReader(MessageKey.read(superuser));
    List<Object> decoded = new ArrayList<>();
    long xid = 0;
    for (ByteBuffer message : stream("get")) {
      char kind = (char) message.get();
      if (kind == 'B') {
        xid = Integer.toUnsignedLong(message.getInt(17));
      } else if (kind == 'M') {
        decoded.add(
            reader.read(logicalMessage(message), xid).<Object>map(m -> m).orElse("ignored"));
      } else if ("IUDT".indexOf(kind) >= 0) {
        decoded.add(kind);
      }
    }
    return decoded;
  }

  /** The content of the first message that waits to be decoded, which goes on waiting. */
  String waitingContent() throws SQLException {
    for (ByteBuffer message : stream("peek")) {
      if (message.get() == 'M') {
        return logicalMessage(message).content();
      }
    }
    throw new IllegalStateException("no message waits");
  }

  /** Only what messages say. */
  List<DatabaseMessage> messages() throws SQLException {
    return decoded().stream()
        .filter(DatabaseMessage.class::isInstance)
        .map(DatabaseMessage.class::cast)
        .toList();
  }

  private List<ByteBuffer> stream(String how) throws SQLException {
    List<ByteBuffer> messages = new ArrayList<>();
    try (Statement statement = superuser.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT data FROM pg_logical_slot_%s_binary_changes('%s', NULL, NULL,"
                        .formatted(how, slot)
                    + " 'proto_version', '1', 'publication_names', 'pgext', 'messages', 'true')")) {
      while (rows.next()) {
        messages.add(ByteBuffer.wrap(rows.getBytes(1)));
      }
    }
    return messages;
  }

  /** Kind, flags and position come first, then the prefix and its end, a length, the content. */
  private static Change.Message logicalMessage(ByteBuffer message) {
    message.position(1 + 1 + 8);
    ByteBuffer rest = message.slice();
    int length = 0;
    while (rest.get() != 0) {
      length++;
    }
    byte[] prefix = new byte[length];
    rest.get(0, prefix);
    byte[] content = new byte[rest.getInt()];
    rest.get(content);
    return new Change.Message(
        0, new String(prefix, StandardCharsets.UTF_8), new String(content, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws SQLException {
    run(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(slot));
    superuser.close();
  }
}
