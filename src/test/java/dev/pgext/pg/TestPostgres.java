package dev.pgext.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real PostgreSQL that integration tests run against: one server a major version and JVM,
 * started when a test first asks, stopped and deleted with the JVM. Thread-safe.
 */
public final class TestPostgres {

  private static final ConcurrentMap<Integer, TestPostgres> RUNNING = new ConcurrentHashMap<>();

  private final EmbeddedPostgres server;
  private final AtomicInteger databases = new AtomicInteger();

  private TestPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The server of the version that pgext embeds. */
  public static TestPostgres pg18() {
    return version(18);
  }

  /** The server of a major version, 14 to 18. */
  public static TestPostgres version(int major) {
    return RUNNING.computeIfAbsent(major, TestPostgres::start);
  }

  private static TestPostgres start(int major) {
    try {
      Path directory = Files.createTempDirectory("pgext-test-" + major + "-");
      EmbeddedPostgresSettings settings =
          EmbeddedPostgresSettings.discarded(directory, major)
              .withParameter("max_connections", "300")
              .withParameter("max_replication_slots", "50")
              .withParameter("max_wal_senders", "50")
              .withParameter("autovacuum", "off");
      return new TestPostgres(EmbeddedPostgres.start(settings));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Creates an empty database (UTF8, C.UTF-8) with a name nobody else has. */
  public TestDatabase createDatabase() {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return new TestDatabase(name, server);
  }

  /** The server itself. */
  public EmbeddedPostgres server() {
    return server;
  }
}
