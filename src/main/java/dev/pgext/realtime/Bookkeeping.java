package dev.pgext.realtime;

import dev.pgext.error.ApiException;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.realtime.cdc.SourceStatus;
import dev.pgext.realtime.hub.Traffic;
import dev.pgext.realtime.install.ServerSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the server that reads the changes writes into the database now and then: how it stands, for
 * {@code pgext.realtime_status}; and it deletes messages that nobody will ask for any more. Without
 * the installed functions, or without a database, it does nothing until the next time. Thread-safe.
 */
final class Bookkeeping {
  /** As long as Supabase keeps them. */
  static final Duration KEPT = Duration.ofDays(3);

  private final ConnectionPool pool;
  private final Supplier<SourceStatus> source;
  private final Traffic traffic;

  Bookkeeping(ConnectionPool pool, Supplier<SourceStatus> source, Traffic traffic) {
    this.pool = pool;
    this.source = source;
    this.traffic = traffic;
  }

  /** Says how the server stands; a server that waits for another's slot says nothing. */
  void report() {
    SourceStatus status = source.get();
    if (reads(status)) {
      asServer(connection -> ServerSide.report(connection, statusOf(status)));
    }
  }

  /** Deletes old messages. */
  void prune() {
    if (reads(source.get())) {
      asServer(connection -> ServerSide.prune(connection, KEPT));
    }
  }

  private static boolean reads(SourceStatus status) {
    return switch (status.phase()) {
      case STREAMING, RECOVERING -> true;
      case STARTING, WAITING, STOPPED -> false;
    };
  }

  private ServerSide.Status statusOf(SourceStatus status) {
    return new ServerSide.Status(
        status.slot(),
        status.epoch(),
        status.lagBytes(),
        status.lag(),
        Math.toIntExact(traffic.openSubscriptions()),
        Math.toIntExact(traffic.waitingMessages()));
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private void asServer(Work work) {
    try {
      pool.use(
          connection -> {
            boolean installed = ServerSide.installed(connection);
            if (installed) {
              work.on(connection);
            }
            return installed;
          });
    } catch (ApiException away) {
      // The next time, then.
    }
  }
}
