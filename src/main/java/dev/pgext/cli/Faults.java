package dev.pgext.cli;

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

  private static String message(Throwable fault) {
    return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
  }
}
