package dev.pgext.project.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgext.project.release.FrontendFile.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The releases that a database has. Whoever writes holds the lock of migrations, so that one writes
 * at a time; transactions are the caller's.
 */
public final class ReleaseStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private static final String THERE =
      "SELECT pg_catalog.to_regclass('pgext.current_release') IS NOT NULL";
  private static final String SELECT =
      """
      SELECT id, former, released_at, released_by, origin, frontend, functions, migrations, changes
      FROM pgext.release
      """;
  private static final String CURRENT =
      SELECT + "WHERE id = (SELECT release FROM pgext.current_release)";
  private static final String ADD =
      """
      INSERT INTO pgext.release (id, former, origin, frontend, functions, migrations, changes)
      SELECT coalesce((SELECT max(id) FROM pgext.release), 0) + 1,
             (SELECT release FROM pgext.current_release), ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb
      RETURNING id
      """;
  private static final String POINT =
      """
      INSERT INTO pgext.current_release (release) VALUES (?)
      ON CONFLICT (only_one) DO UPDATE
        SET release = excluded.release, switched_at = DEFAULT, switched_by = DEFAULT
      """;
  private static final String FORGET =
      """
      DELETE FROM pgext.release AS r
      WHERE r.id NOT IN (SELECT id FROM pgext.release ORDER BY id DESC LIMIT ?)
        AND NOT EXISTS (SELECT FROM pgext.current_release AS c JOIN pgext.release AS now ON now.id = c.release
                        WHERE r.id IN (now.id, now.former))
      """;
  private static final String FORGET_FILES =
      """
      DELETE FROM pgext.frontend_file AS f
      WHERE NOT EXISTS (
        SELECT FROM (SELECT DISTINCT decode(value, 'hex') AS hash
                     FROM pgext.release, jsonb_each_text(frontend)) AS used
        WHERE used.hash = f.hash)
      """;

  private final Connection connection;

  public ReleaseStore(Connection connection) {
    this.connection = connection;
  }

  /** Whether a database has the tables for releases. */
  public boolean exists() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(THERE)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /** What servers serve; empty before the first, and where there are no tables yet. */
  public Optional<Release> current() throws SQLException {
    return exists() ? releases(CURRENT).stream().findFirst() : Optional.empty();
  }

  /** All that are kept, the newest first. */
  public List<Release> releases() throws SQLException {
    return exists() ? releases(SELECT + "ORDER BY id DESC") : List.of();
  }

  private List<Release> releases(String sql) throws SQLException {
    List<Release> releases = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        releases.add(
            new Release(
                rows.getLong("id"),
                rows.getObject("former", Long.class),
                rows.getTimestamp("released_at").toInstant(),
                rows.getString("released_by"),
                rows.getString("origin"),
                Manifest.parse(rows.getString("frontend")),
                Manifest.parse(rows.getString("functions")),
                texts(rows.getString("migrations")),
                texts(rows.getString("changes"))));
      }
    }
    return releases;
  }

  /** Those of the files that the database has not, each content once. */
  public List<FrontendFile> missing(List<FrontendFile> files) throws SQLException {
    Set<String> seen = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT encode(hash, 'hex') FROM pgext.frontend_file")) {
      while (rows.next()) {
        seen.add(rows.getString(1));
      }
    }
    return files.stream().filter(file -> seen.add(file.hash())).toList();
  }

  /** Keeps a file. Nobody is served it before a release names it. */
  public void add(FrontendFile file) throws SQLException {
    Stored stored = file.stored();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO pgext.frontend_file (hash, size, encoding, content) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      statement.setBytes(1, HexFormat.of().parseHex(file.hash()));
      statement.setLong(2, file.size());
      statement.setString(3, stored.encoding());
      statement.setBytes(4, stored.content());
      statement.executeUpdate();
    }
  }

  /** Makes a release and switches to it; its number. */
  public long add(Release.Draft draft) throws SQLException {
    long id;
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setString(1, draft.origin());
      statement.setString(2, draft.frontend().json());
      statement.setString(3, draft.functions().json());
      statement.setString(4, json(draft.migrations()));
      statement.setString(5, json(draft.changes()));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        id = rows.getLong(1);
      }
    }
    switchTo(id);
    return id;
  }

  /** Makes servers serve a release that is there, when the transaction commits. */
  public void switchTo(long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(POINT)) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
  }

  /** Tells the servers that listen there, when the transaction commits. */
  public void notifyServers(String channel) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.pg_notify(?, ?)")) {
      statement.setString(1, channel);
      statement.setString(2, ServedFrontend.RELOAD);
      statement.execute();
    }
  }

  /**
   * Forgets all but the newest, the current one and the one before it; and files that none of them
   * has, be they theirs or those of a run that was interrupted.
   */
  public void forgetOlder(int kept) throws SQLException {
    try (PreparedStatement releases = connection.prepareStatement(FORGET);
        Statement files = connection.createStatement()) {
      releases.setInt(1, kept);
      releases.executeUpdate();
      files.executeUpdate(FORGET_FILES);
    }
  }

  private static List<String> texts(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list that is none", e);
    }
  }

  private static String json(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
