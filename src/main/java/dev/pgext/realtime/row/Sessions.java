package dev.pgext.realtime.row;

import dev.pgext.exec.ConnectionPool;

/**
 * Where this package's questions to PostgreSQL are asked: {@code pool::use}, usually. Sessions have
 * the settings of REST's.
 */
public interface Sessions {

  /**
   * Does something with a connection.
   *
   * @throws dev.pgext.error.ApiException if the database cannot be reached or refuses
   */
  <T> T use(ConnectionPool.Work<T> work);
}
