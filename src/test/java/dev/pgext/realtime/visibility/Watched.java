package dev.pgext.realtime.visibility;

import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.RowRule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database with roles whose tables are looked at as viewers, by a login that may only switch. */
final class Watched implements AutoCloseable {
  static final String ROLES =
      """
      DO $$ BEGIN
        CREATE ROLE watch_login LOGIN NOINHERIT;
        CREATE ROLE watch_group; CREATE ROLE watch_alice; CREATE ROLE watch_bob;
        CREATE ROLE watch_loner NOINHERIT; CREATE ROLE watch_bypass BYPASSRLS;
        CREATE ROLE watch_owner;
        GRANT watch_group TO watch_alice, watch_loner;
        GRANT watch_group, watch_alice, watch_bob, watch_loner, watch_bypass, watch_owner TO watch_login;
      EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      CREATE SCHEMA api;
      GRANT USAGE ON SCHEMA api TO PUBLIC;
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final TestDatabase database;
  final ConnectionPool pool;
  final PolicyVisibility visibility;
  private long generation;

  Watched(TestDatabase database) {
    this(database, database.port());
  }

  Watched(TestDatabase database, int port) {
    this(database, port, PATIENCE);
  }

  /** What is decided takes at most that long. */
  Watched(TestDatabase database, int port, Duration limit) {
    this.database = database;
    Config config = Config.of(Map.of("db-pool", "2", "db-pool-acquisition-timeout", "60"));
    this.pool =
        new ConnectionPool(
            new Connector(target(database, port), config.database()),
            config.database().pool(),
            Observer.silent());
    ViewerSettings settings = ViewerSettings.of(config, new RoleSettings(Map.of()), limit);
    this.visibility = new PolicyVisibility(pool, () -> settings);
  }

  private static ConnectionTarget target(TestDatabase database, int port) {
    String uri =
        "postgresql://watch_login:%s@%s:%d/%s?sslmode=disable"
            .formatted(database.password(), database.host(), port, database.name());
    return ConnectionTarget.parse(
        uri, new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody"));
  }

  /** The shape of a table as the stream would describe it now, every column of it an identity. */
  TableShape shape(String table) {
    return shape(table, ReplicaIdentity.FULL);
  }

  /** The same with another identity: but for FULL, the primary key's columns. */
  TableShape shape(String table, ReplicaIdentity identity) {
    String query =
        """
        SELECT a.attname, a.atttypid::int8, a.atttypmod, a.attrelid::int8,
          coalesce(a.attnum = ANY (i.indkey), false)
        FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
        WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attgenerated = ''
        ORDER BY a.attnum
        """;
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, table);
      List<Column> columns = new ArrayList<>();
      int oid = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          oid = (int) rows.getLong(4);
          columns.add(
              new Column(
                  rows.getString(1),
                  (int) rows.getLong(2),
                  rows.getInt(3),
                  identity == ReplicaIdentity.FULL || rows.getBoolean(5)));
        }
      }
      return new TableShape(oid, QualifiedName.parse(table), identity, columns, generation++);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** What a viewer is told of an image. */
  Decision decision(TableShape table, Viewer viewer, @Nullable String... image) {
    return decision(table, viewer, Tuple.of(image));
  }

  Decision decision(TableShape table, Viewer viewer, Tuple image) {
    Access access = visibility.access(table, viewer);
    return switch (access.rule()) {
      case RowRule.All all -> new Decision.Visible();
      case RowRule.None none -> new Decision.Hidden();
      case RowRule.InMemory rule ->
          rule.predicate().test(image) ? new Decision.Visible() : new Decision.Hidden();
      case RowRule.Sql rule ->
          visibility.decide(List.of(new Question(table, image, viewer, rule))).get(0);
    };
  }

  boolean sees(TableShape table, Viewer viewer, @Nullable String... image) {
    return decision(table, viewer, image) instanceof Decision.Visible;
  }

  @Override
  public void close() {
    pool.close();
  }
}
