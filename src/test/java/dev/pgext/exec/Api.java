package dev.pgext.exec;

import dev.pgext.auth.AuthContext;
import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.observe.Observer;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;

/** A pool and an executor on a test's database, as a login role that may only switch roles. */
final class Api implements AutoCloseable {
  static final String ROLES =
      """
      DO $$ BEGIN
        CREATE ROLE exec_login LOGIN NOINHERIT;
        CREATE ROLE exec_alice; CREATE ROLE exec_bob; CREATE ROLE exec_anon;
        GRANT exec_alice, exec_bob, exec_anon TO exec_login;
      EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      CREATE SCHEMA api;
      GRANT USAGE ON SCHEMA api TO PUBLIC;
      """;

  private static final AuthContext TOKEN = new AuthContext("exec_alice", "{}", false);

  final ConnectionPool pool;
  final Executor executor;

  /** Connects directly, with a pool of one connection. */
  static Api on(TestDatabase database) {
    return on(database, database.port(), Map.of());
  }

  /** Connects through a port, with a pool of one connection unless the settings say otherwise. */
  static Api on(TestDatabase database, int port, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(Map.of("db-pool", "1", "db-pool-acquisition-timeout", "60"));
    all.putAll(settings);
    Config config = Config.of(all);
    Connector connector = new Connector(target(database, port), config.database());
    ConnectionPool pool =
        new ConnectionPool(connector, config.database().pool(), Observer.silent());
    return new Api(pool, new Executor(pool, () -> config));
  }

  static ConnectionTarget target(TestDatabase database, int port) {
    String uri =
        "postgresql://exec_login:%s@%s:%d/%s?application_name=pgext%%20test&sslmode=disable"
            .formatted(database.password(), database.host(), port, database.name());
    ConnectionEnvironment environment =
        new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody");
    return ConnectionTarget.parse(uri, environment);
  }

  private Api(ConnectionPool pool, Executor executor) {
    this.pool = pool;
    this.executor = executor;
  }

  /** Runs a request and returns its row. */
  ResultRow run(RequestStatements request) {
    return run(request, Ending.COMMIT, RowCheck.none());
  }

  ResultRow run(RequestStatements request, Ending ending, RowCheck check) {
    return ((ExecutionResult.Rows) execute(request, ending, check)).row();
  }

  ExecutionResult execute(RequestStatements request, Ending ending, RowCheck check) {
    return executor.execute(request.statement(), TOKEN, ending, check);
  }

  /** Runs a request and returns its body. */
  String body(RequestStatements request) {
    return new String(run(request).body(), StandardCharsets.UTF_8);
  }

  /** Runs a request that fails, and returns how. */
  ApiError fault(RequestStatements request) {
    return fault(request, TOKEN);
  }

  /** The same without a token. */
  ApiError anonymousFault(RequestStatements request) {
    return fault(request, new AuthContext("exec_anon", "{}", true));
  }

  private ApiError fault(RequestStatements request, AuthContext auth) {
    try {
      executor.execute(request.statement(), auth, Ending.COMMIT, RowCheck.none());
    } catch (ApiException refused) {
      return refused.error();
    }
    throw new AssertionError("the request did not fail");
  }

  /** The process that serves the pool's connection. */
  int backend() {
    return Integer.parseInt(query("SELECT pg_backend_pid()::text"));
  }

  /** The text that a query gives, as the login role. */
  String query(String query) {
    return pool.use(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(query);
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
          }
        });
  }

  @Override
  public void close() {
    pool.close();
  }
}
