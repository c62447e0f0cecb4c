package dev.pgext.config;

/** One setting's value is unusable; collected into a {@link ConfigException}. */
final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidSettingException(String message) {
    super(message, null, false, false);
  }

  /** The message, which is never absent. */
  String fault() {
    return String.valueOf(getMessage());
  }
}
