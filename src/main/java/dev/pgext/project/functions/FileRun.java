package dev.pgext.project.functions;

import dev.pgext.migrate.MigrationEvent;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.ScriptRun;
import dev.pgext.migrate.Session;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.migrate.script.SqlStatement;
import dev.pgext.project.functions.LiveObjects.Made;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs one file in a savepoint: it leaves all that it makes, or nothing. */
final class FileRun {
  private static final Set<String> NEEDS_DROP = Set.of("42P13", "42809");

  private final Session session;
  private final LiveObjects live;
  private final Account account;
  private final FunctionFile file;
  private final ScriptRun script;
  private final List<SqlStatement> statements;
  private final List<Made> made = new ArrayList<>();

  FileRun(
      Session session,
      LiveObjects live,
      Account account,
      FunctionFile file,
      Consumer<MigrationEvent> listener) {
    this.session = session;
    this.live = live;
    this.account = account;
    this.file = file;
    this.script = new ScriptRun(session, file.source(), listener);
    this.statements = file.statements();
  }

  /** Whether PostgreSQL looks into bodies of functions when they are made. */
  enum Bodies {
    CHECKED,
    UNCHECKED
  }

  /**
   * Runs it.
   *
   * @return what it makes
   * @throws MigrationException with the place of the failure
   */
  List<Made> run(Bodies bodies) throws SQLException {
    session.execute("SAVEPOINT pgext_file");
    try {
      session.restore();
      session.execute(
          "SET LOCAL check_function_bodies = " + (bodies == Bodies.CHECKED ? "on" : "off"));
      for (SqlStatement statement : statements) {
        statement(statement);
      }
      session.restore();
      session.execute("RELEASE SAVEPOINT pgext_file");
      return made;
    } catch (MigrationException failure) {
      session.execute("ROLLBACK TO SAVEPOINT pgext_file; RELEASE SAVEPOINT pgext_file");
      throw failure;
    }
  }

  private void statement(SqlStatement statement) throws SQLException {
    Optional<Creation> creation = Creation.of(statement);
    if (creation.isEmpty()) {
      script.run(statement);
      return;
    }
    for (Made one : make(statement, creation.get())) {
      requireOwn(statement, creation.get(), one);
      succeed(creation.get(), one);
      made.removeIf(former -> former.object().equals(one.object()));
      made.add(one);
    }
  }

  private List<Made> make(SqlStatement statement, Creation creation) throws SQLException {
    session.execute("SAVEPOINT pgext_statement");
    try {
      List<Made> found = live.madeBy(() -> script.run(statement, creation.insertion()));
      session.execute("RELEASE SAVEPOINT pgext_statement");
      return found;
    } catch (MigrationException failure) {
      session.execute("ROLLBACK TO SAVEPOINT pgext_statement; RELEASE SAVEPOINT pgext_statement");
      if (!creation.routine() || !NEEDS_DROP.contains(state(failure))) {
        throw failure;
      }
      return new Replacement(session, live, script, statement, creation)
          .of(account.routines(creation.name()), failure);
    }
  }

  static String state(MigrationException failure) {
    SqlFault fault = failure.fault();
    return fault == null || fault.sqlState() == null ? "" : fault.sqlState();
  }

  /** Two files that make the same would take turns; what others made is theirs. */
  private void requireOwn(SqlStatement statement, Creation creation, Made one) {
    Optional<String> other = account.otherOwner(one.object(), file.path());
    if (other.isPresent()) {
      throw refused(
          statement,
          one.object() + " is made by " + other.get() + ", too",
          "leave one of them out");
    }
    if (one.existed() && !creation.replacing() && !account.knows(one.object())) {
      throw refused(
          statement,
          one.object() + " exists already, and no file of functions/ made it",
          "write CREATE OR REPLACE to take it over");
    }
  }

  private MigrationException refused(SqlStatement statement, String message, String hint) {
    return MigrationException.of(
        SqlFault.at(
            file.source(),
            statement.offset(),
            statement.offset(),
            new SqlFault.Words(message, null, null, hint, null)));
  }

  /** A function with other arguments is another function: it gets the grants of the former one. */
  private void succeed(Creation creation, Made one) throws SQLException {
    boolean only =
        creation.routine()
            && statements.stream()
                    .flatMap(other -> Creation.of(other).stream())
                    .filter(other -> other.routine() && other.name().equals(creation.name()))
                    .count()
                == 1;
    if (only && !one.existed() && !account.made(one.object())) {
      Optional<Ledger.Entry> former = account.onlyFormer(file.path(), creation.name());
      Optional<Keeping> kept =
          former.isPresent() ? Keeping.of(session, former.get().oid()) : Optional.empty();
      if (kept.isPresent()) {
        kept.get().give(session, one);
      }
    }
  }
}
