package dev.pgext.cli;

import dev.pgext.migrate.MigrationException;
import dev.pgext.project.release.ReleaseException;

/** The exit statuses of the commands that change a database, for scripts. */
final class ExitStatus {
  static final int DONE = 0;
  static final int UNUSABLE = 1;
  static final int UNREACHABLE = 2;
  static final int STATEMENT = 3;
  static final int STATE = 4;
  static final int NOT_YET = 5;

  private ExitStatus() {}

  static int of(MigrationException failure) {
    return switch (failure.reason()) {
      case FILES -> UNUSABLE;
      case UNREACHABLE -> UNREACHABLE;
      case STATEMENT -> STATEMENT;
      case STATE -> STATE;
      case TIMEOUT -> NOT_YET;
    };
  }

  static int of(ReleaseException failure) {
    return switch (failure.reason()) {
      case FILES -> UNUSABLE;
      case STATE -> STATE;
    };
  }
}
