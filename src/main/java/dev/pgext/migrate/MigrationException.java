package dev.pgext.migrate;

import dev.pgext.migrate.script.SqlFault;
import org.jspecify.annotations.Nullable;

/** Why migrations did not go through, in words for the person who asked for them. */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient @Nullable SqlFault fault;

  /** Of what kind a failure is. */
  public enum Reason {
    /** The project's files are not usable. */
    FILES,
    /** The database does not answer, or refuses the login. */
    UNREACHABLE,
    /** A statement failed. */
    STATEMENT,
    /** The history forbids it, as where an applied file was edited. */
    STATE,
    /** Time is up. */
    TIMEOUT
  }

  public MigrationException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** With the statement at fault. */
  public MigrationException(Reason reason, String message, @Nullable SqlFault fault) {
    super(message, null, false, false);
    this.reason = reason;
    this.fault = fault;
  }

  /** A statement that failed. */
  public static MigrationException of(SqlFault fault) {
    return new MigrationException(Reason.STATEMENT, fault.render(), fault);
  }

  /** The same, with what else there is to say below it. */
  MigrationException adding(String line) {
    return new MigrationException(reason, getMessage() + "\n" + line, fault);
  }

  /** The message for a terminal: the place of the fault, and what else there is to say. */
  public String render(SqlFault.Colours colours) {
    String message = String.valueOf(getMessage());
    if (fault == null) {
      return message;
    }
    String plain = fault.render();
    return message.startsWith(plain)
        ? fault.render(colours) + message.substring(plain.length())
        : message;
  }

  public Reason reason() {
    return reason;
  }

  /** The statement at fault; null where there is none. */
  public @Nullable SqlFault fault() {
    return fault;
  }

  boolean hasState(java.util.Set<String> states) {
    return fault != null && fault.sqlState() != null && states.contains(fault.sqlState());
  }
}
