package dev.pgext.realtime.supabase;

import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.MessagePolicies.Database;
import dev.pgext.realtime.phoenix.JoinRequest.ReplayRequest;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What was said in a private channel, as {@code realtime.messages} keeps it. Thread-safe. */
final class Replays {
  private static final String QUERY = "SELECT id, event, payload FROM realtime.replay(?, ?, ?)";

  private final Database database;

  Replays(Database database) {
    this.database = database;
  }

  /**
   * The latest messages, oldest first.
   *
   * @throws dev.pgext.error.ApiException where the database cannot be asked
   */
  List<Broadcast> of(String channel, ReplayRequest request) {
    LocalDateTime since =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(request.since()), ZoneOffset.UTC);
    return database.use(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, channel);
            statement.setObject(2, since);
            statement.setInt(3, request.limit());
            return read(statement);
          }
        });
  }

  private static List<Broadcast> read(PreparedStatement statement) throws SQLException {
    List<Broadcast> messages = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String payload = rows.getString("payload");
        byte[] json = (payload == null ? "null" : payload).getBytes(StandardCharsets.UTF_8);
        messages.add(
            new Broadcast(rows.getString("event"), Content.JSON, json, rows.getString("id"), true));
      }
    }
    return messages;
  }
}
