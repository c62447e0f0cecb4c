package dev.pgext.cli;

import dev.pgext.pg.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that {@code pgext dev} has made for a project, for a command beside it: the
 * running one, or else one that runs as long as the command does.
 */
record ProjectPostgres(String uri, @Nullable LocalPostgres started) implements AutoCloseable {

  /** Empty where {@code pgext dev} has made none. */
  static Optional<ProjectPostgres> of(Path project) throws SQLException {
    Path data = LocalPostgres.data(project);
    if (!Files.isDirectory(data)) {
      return Optional.empty();
    }
    Optional<String> running =
        EmbeddedPostgres.running(LocalPostgres.settings(data), LocalPostgres.DATABASE);
    return Optional.of(
        running.isPresent() ? new ProjectPostgres(running.get(), null) : start(data));
  }

  private static ProjectPostgres start(Path data) throws SQLException {
    LocalPostgres started = LocalPostgres.start(data);
    try {
      started.create();
      return new ProjectPostgres(started.uri(), started);
    } catch (SQLException e) {
      started.close();
      throw e;
    }
  }

  /** The settings by which a command uses it. */
  Map<String, String> overrides() {
    return Map.of("db-uri", uri, "migrate-db-uri", uri);
  }

  @Override
  public void close() {
    Closing.all(started);
  }
}
