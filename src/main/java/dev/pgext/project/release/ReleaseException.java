package dev.pgext.project.release;

/** What keeps a release from being made or brought back, for the person who asked. */
public final class ReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Of what kind it is. */
  public enum Reason {
    /** The project's files are not usable. */
    FILES,
    /** The database's releases forbid it. */
    STATE
  }

  public ReleaseException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
