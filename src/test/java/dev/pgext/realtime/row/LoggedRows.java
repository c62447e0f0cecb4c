package dev.pgext.realtime.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.OutputSettings;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import dev.pgext.realtime.cdc.Tuple;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that were inserted into a table, as pgoutput sends them through a real slot. */
record LoggedRows(TableShape shape, List<Tuple> images) {
  /** Begins to log every table. */
  static void start(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit TO on");
      statement.execute("CREATE PUBLICATION row_images FOR ALL TABLES");
      statement.execute(
          "SELECT pg_create_logical_replication_slot(current_database()::name, 'pgoutput')");
    }
  }

  /**
   * What was inserted since, by the table's name; printed under the output settings of a session.
   */
  static Map<String, LoggedRows> stop(Connection connection) throws SQLException {
    Map<Integer, LoggedRows> tables = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      for (String setting : OutputSettings.of(connection).statement().split("; ", -1)) {
        statement.execute(setting.replaceFirst("SET", "SET LOCAL"));
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT data FROM pg_logical_slot_get_binary_changes(current_database(), NULL, NULL,"
                  + " 'proto_version', '1', 'publication_names', 'row_images')")) {
        while (rows.next()) {
          read(ByteBuffer.wrap(rows.getBytes(1)), tables);
        }
      }
      statement.execute("COMMIT");
      statement.execute("SELECT pg_drop_replication_slot(current_database())");
      statement.execute("DROP PUBLICATION row_images");
    }
    Map<String, LoggedRows> named = new LinkedHashMap<>();
    tables.values().forEach(table -> named.put(table.shape().name().name(), table));
    return named;
  }

  private static void read(ByteBuffer message, Map<Integer, LoggedRows> tables) {
    char kind = (char) message.get();
    if (kind == 'R') {
      TableShape shape = shape(message);
      tables.putIfAbsent(shape.oid(), new LoggedRows(shape, new ArrayList<>()));
    } else if (kind == 'I') {
      LoggedRows table = tables.get(message.getInt());
      message.get();
      table.images().add(image(message));
    }
  }

  private static TableShape shape(ByteBuffer message) {
    int oid = message.getInt();
    QualifiedName name = new QualifiedName(text(message), text(message));
    message.get();
    List<Column> columns = new ArrayList<>();
    int count = message.getShort();
    for (int index = 0; index < count; index++) {
      boolean identity = message.get() == 1;
      String column = text(message);
      columns.add(new Column(column, message.getInt(), message.getInt(), identity));
    }
    return new TableShape(oid, name, ReplicaIdentity.FULL, columns, 1);
  }

  private static Tuple image(ByteBuffer message) {
    @Nullable String[] values = new @Nullable String[message.getShort()];
    for (int index = 0; index < values.length; index++) {
      if (message.get() == 't') {
        byte[] text = new byte[message.getInt()];
        message.get(text);
        values[index] = new String(text, UTF_8);
      }
    }
    return Tuple.of(values);
  }

  private static String text(ByteBuffer message) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte b = message.get(); b != 0; b = message.get()) {
      text.write(b);
    }
    return text.toString(UTF_8);
  }
}
