package dev.pgext.realtime.row;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.DatabaseErrors;
import java.sql.Connection;
import java.sql.SQLException;

/** Asks everything of one connection, which stands for REST's. */
record OneSession(Connection connection) implements Sessions {
  @Override
  public <T> T use(ConnectionPool.Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException failure) {
      throw DatabaseErrors.of(failure, false).asException();
    }
  }
}
