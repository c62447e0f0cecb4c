package dev.pgext.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.ConnectionState;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Sessions that begin while the pool is told that all of them are out of date. */
class PoolRenewalIT {
  private final CompletableFuture<ConnectionPool> made = new CompletableFuture<>();
  private final AtomicBoolean first = new AtomicBoolean(true);

  /** It has its settings, and HikariCP has not heard of it yet. */
  @Test
  void aSessionThatWasBeginningIsNotUsed() {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    String setting = "ALTER DATABASE " + database.name() + " SET work_mem = '7MB'";
    try (ConnectionPool pool = pool(database, () -> database.execute(setting))) {
      made.complete(pool);

      assertThat(pool.use(PoolRenewalIT::workMemory)).isEqualTo("7MB");
    }
  }

  private ConnectionPool pool(TestDatabase database, Runnable change) {
    Config.Database config = Config.of(Map.of("db-pool", "1")).database();
    ConnectionTarget target =
        ConnectionTarget.parse(database.uri(), ConnectionEnvironment.ofProcess(Map.of()));
    return new ConnectionPool(
        new Connector(target, config),
        config.pool(),
        observation -> {
          if (isEstablished(observation) && first.compareAndSet(true, false)) {
            change.run();
            made.join().renew();
          }
        });
  }

  private static boolean isEstablished(Observation observation) {
    return observation instanceof Observation.Connection connection
        && connection.state() == ConnectionState.ESTABLISHED;
  }

  private static String workMemory(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW work_mem")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
