package dev.pgext.project.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The frontend of the current release, as names; an immutable whole.
 *
 * @param former what the last releases had, whose pages are still open in browsers
 */
public record ServedFrontend(long release, Manifest files, Manifest former) {
  /** What a notification says when there is another one. */
  public static final String RELOAD = "reload frontend";

  /** Of a database without releases. */
  public static final ServedFrontend NONE = new ServedFrontend(0, Manifest.EMPTY, Manifest.EMPTY);

  /** A build tool's hash in a file's name: app.4f3a9c1b.js, index-DiwrgTda.js. */
  private static final Pattern NAMED_BY_CONTENT = Pattern.compile(".*[.-][A-Za-z0-9_-]{8,}\\.\\w+");

  private static final String THERE =
      "SELECT pg_catalog.to_regprocedure('pgext.served_frontend()') IS NOT NULL";
  private static final String SERVED = "SELECT release, files, former FROM pgext.served_frontend()";
  private static final String FILE = "SELECT encoding, content FROM pgext.served_file(?)";

  /** A file's bytes, and the same compressed where that is how they are kept. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes go to the socket as they are
  public record Content(byte[] plain, byte @Nullable [] gzip) {}

  /** Reads it; {@link #NONE} where nothing was deployed. */
  public static ServedFrontend read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!there(statement)) {
        return NONE;
      }
      try (ResultSet rows = statement.executeQuery(SERVED)) {
        return rows.next()
            ? new ServedFrontend(rows.getLong(1), manifest(rows, 2), manifest(rows, 3))
            : NONE;
      }
    }
  }

  private static boolean there(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(THERE)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private static Manifest manifest(ResultSet rows, int column) throws SQLException {
    String json = rows.getString(column);
    return json == null ? Manifest.EMPTY : Manifest.parse(json);
  }

  /**
   * The hash of a path's file; a former one's where only that has it and its name tells its
   * content.
   */
  public Optional<String> hash(String path) {
    String hash = files.files().get(path);
    if (hash == null && NAMED_BY_CONTENT.matcher(path).matches()) {
      hash = former.files().get(path);
    }
    return Optional.ofNullable(hash);
  }

  /** A file's content; empty where it was forgotten. */
  public static Optional<Content> content(Connection connection, String hash) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FILE)) {
      statement.setBytes(1, HexFormat.of().parseHex(hash));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(content(rows.getString(1), rows.getBytes(2)))
            : Optional.empty();
      }
    }
  }

  private static Content content(String encoding, byte[] kept) {
    return encoding.equals("gzip") ? new Content(plain(kept), kept) : new Content(kept, null);
  }

  private static byte[] plain(byte[] compressed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a file that was kept compressed", e);
    }
  }
}
