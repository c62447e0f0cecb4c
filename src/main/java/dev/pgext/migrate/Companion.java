package dev.pgext.migrate;

import java.sql.SQLException;
import java.util.List;

/**
 * What goes with a run of migrations: the other parts of a release. It is called while nobody else
 * runs.
 */
public interface Companion {

  /** Before the first migration: what may be left behind when the run is interrupted. */
  void prepare() throws SQLException;

  /**
   * After the last migration, in the same transaction where all of them are in one; else in a
   * transaction of its own. Called once more where a lock was not to be had.
   *
   * @param session of the run; it neither begins nor ends transactions
   * @param applied the scripts that the database then has, in the order in which they were applied
   */
  void complete(Session session, List<String> applied) throws SQLException;
}
