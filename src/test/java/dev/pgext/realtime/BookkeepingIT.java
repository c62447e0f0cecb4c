package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import dev.pgext.pg.Lsn;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.cdc.SourceStatus;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import dev.pgext.realtime.hub.Traffic;
import dev.pgext.realtime.install.Installer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BookkeepingIT {

  @Test
  void theServerThatReadsSaysHowItStandsAndPrunes() throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    try (ConnectionPool pool = pool(database);
        Connection connection = database.connect()) {
      books(pool, Phase.STREAMING).report(); // nothing is installed: nothing happens
      new Installer().install(connection, "pgext");
      database.execute(
          "INSERT INTO realtime.messages (topic, extension, inserted_at)"
              + " VALUES ('a', 'broadcast', now() - interval '4 days'), ('b', 'broadcast', now())");
      books(pool, Phase.WAITING).report();
      books(pool, Phase.WAITING).prune();
      assertThat(query(connection, "SELECT epoch IS NULL FROM pgext.realtime_status"))
          .isEqualTo("t");
      assertThat(query(connection, "SELECT count(*) FROM realtime.messages")).isEqualTo("2");

      books(pool, Phase.STREAMING).report();
      books(pool, Phase.STREAMING).prune();

      assertThat(
              query(
                  connection,
                  "SELECT concat_ws(' ', source, slot, lag_bytes, lag_seconds, epoch, subscribers,"
                      + " queue) FROM pgext.realtime_status"))
          .isEqualTo("wal pgext 20 0.25 7 0 0");
      assertThat(query(connection, "SELECT topic FROM realtime.messages")).isEqualTo("b");
    }
  }

  private static Bookkeeping books(ConnectionPool pool, Phase phase) {
    SourceStatus status =
        new SourceStatus(
            phase, "pgext", 7, Lsn.parse("0/10"), 30, 20, Duration.ofMillis(250), null);
    return new Bookkeeping(pool, () -> status, new Traffic());
  }

  private static ConnectionPool pool(TestDatabase database) {
    Config.Database settings = Config.defaults().database();
    ConnectionTarget target =
        ConnectionTarget.parse(database.uri(), ConnectionEnvironment.ofProcess(Map.of()));
    return new ConnectionPool(new Connector(target, settings), settings.pool(), Observer.silent());
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
