package dev.pgext.migrate;

import dev.pgext.migrate.script.Source;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.migrate.script.SqlStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs statements of one source, and says of a failure where it is. */
public final class ScriptRun {
  private final Session session;
  private final Source source;
  private final Consumer<MigrationEvent> listener;

  /** Runs on that session; what PostgreSQL says on the way goes to the listener. */
  public ScriptRun(Session session, Source source, Consumer<MigrationEvent> listener) {
    this.session = session;
    this.source = source;
    this.listener = listener;
  }

  /**
   * Runs a statement.
   *
   * @throws MigrationException with the place of the failure
   */
  public void run(SqlStatement statement) {
    run(statement, Insertion.NONE);
  }

  /**
   * Runs a statement with words of ours in it, which its places in the file do not count.
   *
   * @throws MigrationException with the place of the failure
   */
  public void run(SqlStatement statement, Insertion insertion) {
    String text = insertion.into(statement.text());
    try {
      session.execute(text, said -> listener.accept(new MigrationEvent.Notice(said)));
    } catch (SQLException failure) {
      throw fault(statement, insertion, failure);
    }
  }

  /**
   * Words that a statement lacks.
   *
   * @param at where in the statement, in characters
   */
  public record Insertion(int at, String words) {
    public static final Insertion NONE = new Insertion(0, "");

    String into(String text) {
      return text.substring(0, at) + words + text.substring(at);
    }

    /** The offset in the statement as it is in the file. */
    int original(int offset) {
      return offset <= at ? offset : Math.max(at, offset - words.length());
    }
  }

  MigrationException fault(SqlStatement statement, SQLException failure) {
    return fault(statement, Insertion.NONE, failure);
  }

  private MigrationException fault(
      SqlStatement statement, Insertion insertion, SQLException failure) {
    ServerErrorMessage raised =
        failure instanceof PSQLException error ? error.getServerErrorMessage() : null;
    if (raised == null || raised.getMessage() == null) {
      return Session.broken(failure);
    }
    SqlFault.Words words =
        new SqlFault.Words(
            String.valueOf(raised.getMessage()),
            raised.getSQLState(),
            raised.getDetail(),
            raised.getHint(),
            raised.getWhere());
    SqlFault fault =
        SqlFault.at(source, offset(statement, insertion, raised), statement.offset(), words);
    String hint = hint(String.valueOf(raised.getSQLState()));
    return MigrationException.of(hint == null ? fault : fault.hinting(hint));
  }

  /** PostgreSQL counts characters, from 1; 0 is no place. */
  private static int offset(
      SqlStatement statement, Insertion insertion, ServerErrorMessage raised) {
    int position = raised.getPosition();
    String text = insertion.into(statement.text());
    if (position <= 0 || position > text.codePointCount(0, text.length()) + 1) {
      return statement.offset();
    }
    return statement.offset() + insertion.original(text.offsetByCodePoints(0, position - 1));
  }

  private static @Nullable String hint(String state) {
    return switch (state) {
      case "25001", "2D000" ->
          "write \"-- migrate:up transaction:false\" above it, or executeInTransaction=false into the"
              + " script's .sql.conf: it then runs outside a transaction";
      case "55P04" -> "add the enum's value in a migration of its own, before the one that uses it";
      case "55P03" ->
          "somebody holds the lock: see pg_stat_activity, or try --lock-timeout and --lock-retries";
      default -> {
        String advice = Connecting.advice(state);
        yield advice.isEmpty() ? null : advice.substring(advice.indexOf(": ") + 2);
      }
    };
  }
}
