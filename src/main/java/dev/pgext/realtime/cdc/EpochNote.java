package dev.pgext.realtime.cdc;

import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The epoch, written down as the publication's comment. That is the one object that is always there
 * when a slot is, needs no schema of ours, and survives a restart of either server.
 *
 * <p>Where the publication belongs to somebody else it cannot be written. Then an epoch that began
 * while pgext ran is forgotten with it, and the next run has {@link #derived} again. That is safe,
 * only not as good as it could be: a cursor below the position from which a slot streams is refused
 * whatever its epoch, so the number matters only to those who were connected, and to positions of
 * another cluster or timeline, from which it is derived.
 *
 * <p>Later epochs are seconds since 1970, so that they differ also from one that a restored backup
 * does not remember.
 */
record EpochNote(long epoch, String identity) {
  private static final Pattern FORM = Pattern.compile("pgext epoch (\\d{1,18}) of (\\d+/\\d+)");
  private static final String DENIED = "42501";
  private static final long DERIVED = 0x3FFF_FFFFL;

  private static final String READ =
      """
      SELECT pg_catalog.obj_description(oid, 'pg_publication')
      FROM pg_catalog.pg_publication WHERE pubname = ?
      """;

  /** SQL of ours that writes it as the publication's owner, where this role may call it. */
  private static final String OWNER_WRITES =
      """
      SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_catalog.pg_proc
      WHERE oid = to_regprocedure('pgext.note_epoch(name,text)')
      """;

  /** What is written down; null where nothing is. */
  static @Nullable EpochNote read(Connection connection, String publication) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, publication);
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? parse(Optional.ofNullable(row.getString(1)).orElse("")) : null;
      }
    }
  }

  private static @Nullable EpochNote parse(String comment) {
    Matcher found = FORM.matcher(comment);
    return found.matches() ? new EpochNote(Long.parseLong(found.group(1)), found.group(2)) : null;
  }

  /** Writes it down; whether this role could. */
  boolean write(Connection connection, String publication) throws SQLException {
    String comment =
        "COMMENT ON PUBLICATION %s IS '%s'".formatted(Identifiers.quote(publication), text());
    if (written(connection, comment)) {
      return true;
    }
    String ask =
        "SELECT pgext.note_epoch(%s, '%s')".formatted(Identifiers.literal(publication), text());
    return mayAskTheOwner(connection) && written(connection, ask);
  }

  private String text() {
    return "pgext epoch %d of %s".formatted(epoch, identity);
  }

  private static boolean written(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException failure) {
      if (DENIED.equals(failure.getSQLState())) {
        return false;
      }
      throw failure;
    }
  }

  private static boolean mayAskTheOwner(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OWNER_WRITES)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The epoch of a server that no other was written down for; below every number of seconds. */
  static long derived(ServerIdentity server) {
    long system = Long.parseUnsignedLong(server.system());
    return (((system ^ (system >>> 32)) * 31 + server.timeline()) & DERIVED) + 1;
  }
}
