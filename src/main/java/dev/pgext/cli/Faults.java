package dev.pgext.cli;

import dev.pgext.pg.FileFault;
import java.io.IOException;

/** What went wrong, in one line for the person who started the program. */
final class Faults {
  private Faults() {}

  /** The message of a fault, and that of its deepest cause where it says more. */
  static String text(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = message(fault);
    return fault.getCause() == null || message.contains(message(cause))
        ? message
        : message + ": " + message(cause);
  }

  /** Says what went wrong; the exit status is returned as it came. */
  static int report(String message, int status) {
    System.err.println("pgext: " + message);
    return status;
  }

  private static String message(Throwable fault) {
    if (fault instanceof IOException file) {
      return FileFault.text(file);
    }
    return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
  }
}
