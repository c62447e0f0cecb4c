package dev.pgext.project;

import dev.pgext.config.Config;
import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.functions.Functions;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import dev.pgext.realtime.install.Installer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;

/**
 * The application of {@code pgext init}, in a scratch project and with a database of its own: made
 * once, kept until its folder is deleted. The server logs in as a role that may do nothing but
 * become those of requests, as it should anywhere.
 */
public final class DemoProject {
  private static final String NAME = "todo";
  private static final String UNFINISHED = "todo_unfinished";
  private static final String LOGIN = "todo_login";
  private static final String READER = "todo_reader";
  private static final String PUBLICATION = "pgext";

  private final EmbeddedPostgres server;
  private final Path folder;

  /**
   * Prepares nothing yet.
   *
   * @param folder of the project; it need not exist
   */
  public DemoProject(EmbeddedPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * Makes the project and the database where they are not there yet.
   *
   * @return the settings that serve it besides the project's own, by key
   * @throws SQLException if PostgreSQL refuses
   * @throws IOException if the folder cannot be written
   */
  public Map<String, String> prepare() throws SQLException, IOException {
    writeOnce();
    createOnce();
    install(NAME);
    String password = password();
    execute(
        NAME,
        "ALTER ROLE %s PASSWORD '%s'; ALTER ROLE %s PASSWORD '%s'"
            .formatted(LOGIN, password, READER, password));
    return Map.of(
        "db-uri", uri(LOGIN, password),
        "realtime-db-uri", uri(READER, password),
        "frontend-dir", folder.resolve("frontend").toString());
  }

  private String uri(String role, String password) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(role, password, server.port(), NAME);
  }

  /** A folder that is there is whole. */
  private void writeOnce() throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
    Path unfinished = Files.createTempDirectory(parent, "unfinished-");
    new NewProject(NAME, new SecureRandom()).write(unfinished);
    Files.move(unfinished, folder);
  }

  /** A database that has the name has everything: a half-made one is dropped first. */
  private void createOnce() throws SQLException {
    execute("postgres", role(LOGIN, "LOGIN NOINHERIT") + role(READER, "LOGIN REPLICATION"));
    if (exists()) {
      return;
    }
    execute("postgres", "DROP DATABASE IF EXISTS " + UNFINISHED);
    execute("postgres", "CREATE DATABASE " + UNFINISHED);
    install(UNFINISHED);
    MigrationTarget target = target(UNFINISHED);
    MigrationSettings settings = MigrationSettings.standard(Map.of(), event -> {});
    Migrations migrations = Migrations.of(folder, settings);
    migrations.apply(target);
    new Functions(folder, settings).deploy(target, Scope.CHANGED, Pruning.KEEP, End.COMMIT);
    migrations.seed(target);
    execute(UNFINISHED, "GRANT web_anon, app_user TO " + LOGIN);
    execute("postgres", "ALTER DATABASE %s RENAME TO %s".formatted(UNFINISHED, NAME));
  }

  private static String role(String name, String attributes) {
    return "DO $$ BEGIN CREATE ROLE %s %s; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        .formatted(name, attributes);
  }

  /** What the project's SQL, the server and the reader use of pgext; also when pgext is newer. */
  private void install(String database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database))) {
      new Installer().install(connection, PUBLICATION, READER);
    }
    execute(
        database,
        "SELECT pgext.allow_server('%s'), pgext.allow_reader('%s')".formatted(LOGIN, READER));
  }

  private MigrationTarget target(String database) {
    ConnectionEnvironment nothing = ConnectionEnvironment.ofProcess(Map.of());
    return new MigrationTarget(
        ConnectionTarget.parse(server.uri(database), nothing), Config.defaults().database());
  }

  private boolean exists() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        PreparedStatement query =
            connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, NAME);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String password() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
