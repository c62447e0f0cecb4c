package dev.pgext.migrate;

import java.time.Duration;

/** What happens in a run, as it happens. */
public sealed interface MigrationEvent {

  /** Another run has the lock. */
  record Waiting(String holder) implements MigrationEvent {}

  /** Rows of another tool's table were copied. */
  record TakenOver(String table, int migrations) implements MigrationEvent {}

  /** A file is about to run. */
  record Starting(String path, Direction direction) implements MigrationEvent {}

  /** A file went through; in one transaction with others it is committed with the last. */
  record Finished(String path, Direction direction, Duration took) implements MigrationEvent {}

  /** An interrupted file goes on where it was. */
  record Resuming(String path, int done, int statements) implements MigrationEvent {}

  /** A lock was not to be had in time. */
  record LockRetry(String place, int attempt, int attempts, Duration delay)
      implements MigrationEvent {}

  /** PostgreSQL says something. */
  record Notice(String text) implements MigrationEvent {}

  /** The history was put right, or an index is built anew. */
  record Note(String text) implements MigrationEvent {}
}
