package dev.pgext.realtime.cdc;

/** Something must be done by a person before changes can be read; the message says what. */
final class SetupFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SetupFault(String message) {
    super(message);
  }
}
