package dev.pgext.migrate.script;

/** A script that cannot be cut into statements, and where. */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  public ScriptException(String message, int offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Where in the script, in characters. */
  public int offset() {
    return offset;
  }

  /** What is wrong. */
  public String fault() {
    return String.valueOf(getMessage());
  }
}
