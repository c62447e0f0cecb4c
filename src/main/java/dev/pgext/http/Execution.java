package dev.pgext.http;

import dev.pgext.auth.AuthContext;
import dev.pgext.exec.Ending;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.RowCheck;
import dev.pgext.sql.RequestStatement;

/** Runs a request's statements: {@link dev.pgext.exec.Executor#execute}. Thread-safe. */
@FunctionalInterface
public interface Execution {
  /**
   * What the main statement gave.
   *
   * @throws dev.pgext.error.ApiException if the database refuses, or {@code check} does
   */
  ExecutionResult execute(
      RequestStatement statement, AuthContext auth, Ending ending, RowCheck check);
}
