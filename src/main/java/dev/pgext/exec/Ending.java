package dev.pgext.exec;

/** How a request's transaction ends when nothing went wrong. */
public enum Ending {
  COMMIT,
  /** Deferred constraints are checked first, as a commit would. */
  ROLLBACK
}
