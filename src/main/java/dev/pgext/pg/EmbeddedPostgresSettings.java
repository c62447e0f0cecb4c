package dev.pgext.pg;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an embedded PostgreSQL is asked for.
 *
 * @param directory where everything of it is kept: data, socket, password, log
 * @param majorVersion 14 to 18
 * @param port the TCP port on 127.0.0.1; another one is taken if it is in use; 0 takes a free one
 * @param retention whether the data outlive the server
 * @param parameters server parameters beyond pgext's own, as in postgresql.conf
 * @param progress is told of a download, if there is one
 */
public record EmbeddedPostgresSettings(
    Path directory,
    int majorVersion,
    int port,
    Retention retention,
    Map<String, String> parameters,
    DownloadProgress progress) {

  /** What happens to the data when the server stops. */
  public enum Retention {
    /** They stay, every commit is durable, and TCP connections need the generated password. */
    KEEP,
    /** They are deleted; nothing is flushed to disk and nobody needs a password. For tests. */
    DISCARD
  }

  /** Checks and copies. */
  public EmbeddedPostgresSettings {
    directory = directory.toAbsolutePath().normalize();
    parameters = Map.copyOf(parameters);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("not a TCP port: " + port);
    }
  }

  /** Version 18 with its data kept in {@code directory}. */
  public static EmbeddedPostgresSettings kept(Path directory, int port) {
    return new EmbeddedPostgresSettings(
        directory, 18, port, Retention.KEEP, Map.of(), DownloadProgress.silent());
  }

  /** A throw-away server in {@code directory}, on a free port. */
  public static EmbeddedPostgresSettings discarded(Path directory, int majorVersion) {
    return new EmbeddedPostgresSettings(
        directory, majorVersion, 0, Retention.DISCARD, Map.of(), DownloadProgress.silent());
  }

  /** The same with one more server parameter. */
  public EmbeddedPostgresSettings withParameter(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new EmbeddedPostgresSettings(directory, majorVersion, port, retention, more, progress);
  }

  /** The same on another port. */
  public EmbeddedPostgresSettings withPort(int otherPort) {
    return new EmbeddedPostgresSettings(
        directory, majorVersion, otherPort, retention, parameters, progress);
  }

  /** The same with somebody who watches the download. */
  public EmbeddedPostgresSettings withProgress(DownloadProgress watcher) {
    return new EmbeddedPostgresSettings(
        directory, majorVersion, port, retention, parameters, watcher);
  }

  boolean kept() {
    return retention == Retention.KEEP;
  }
}
