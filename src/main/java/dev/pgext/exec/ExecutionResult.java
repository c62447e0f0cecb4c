package dev.pgext.exec;

/** What a request's transaction gave. */
public sealed interface ExecutionResult {

  /** The one row of the main statement. */
  record Rows(ResultRow row) implements ExecutionResult {}

  /** What EXPLAIN printed, each line ended by a line feed. */
  @SuppressWarnings("ArrayRecordComponent") // the body goes to the socket as it is
  record ExecutionPlan(byte[] text) implements ExecutionResult {}
}
