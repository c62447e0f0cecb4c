package dev.pgext.project.functions;

import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.ScriptRun;
import dev.pgext.migrate.Session;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.migrate.script.SqlStatement;
import dev.pgext.project.functions.LiveObjects.Made;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Makes a function anew where PostgreSQL does not replace it: its result, or the names of its
 * arguments, are others now. Which one it would replace is tried out: the statement's types are
 * PostgreSQL's to resolve.
 */
final class Replacement {
  private final Session session;
  private final LiveObjects live;
  private final ScriptRun script;
  private final SqlStatement statement;
  private final Creation creation;

  Replacement(
      Session session,
      LiveObjects live,
      ScriptRun script,
      SqlStatement statement,
      Creation creation) {
    this.session = session;
    this.live = live;
    this.script = script;
    this.statement = statement;
    this.creation = creation;
  }

  /**
   * Drops the one in the way and makes the new one, with its grants.
   *
   * @param candidates those of that name
   * @throws MigrationException the refusal, or what depends on the one in the way
   */
  List<Made> of(List<Ledger.Entry> candidates, MigrationException refusal) throws SQLException {
    for (Ledger.Entry candidate : candidates) {
      Optional<Keeping> kept = Keeping.of(session, candidate.oid());
      session.execute("SAVEPOINT pgext_replacement");
      try {
        session.execute(candidate.object().drop());
        List<Made> made = live.madeBy(() -> script.run(statement, creation.insertion()));
        for (Made one : made) {
          if (kept.isPresent()) {
            kept.get().give(session, one);
          }
        }
        session.execute("RELEASE SAVEPOINT pgext_replacement");
        return made;
      } catch (SQLException dependents) {
        undo();
        refuseWithDependents(candidate, refusal, dependents);
      } catch (MigrationException another) {
        undo();
      }
    }
    throw refusal;
  }

  private void undo() throws SQLException {
    session.execute("ROLLBACK TO SAVEPOINT pgext_replacement; RELEASE SAVEPOINT pgext_replacement");
  }

  /** Only if this one is in the way. */
  private void refuseWithDependents(
      Ledger.Entry candidate, MigrationException refusal, SQLException dependents)
      throws SQLException {
    session.execute("SAVEPOINT pgext_replacement");
    try {
      session.execute(candidate.object().drop() + " CASCADE");
      script.run(statement, creation.insertion());
    } catch (SQLException | MigrationException another) {
      return;
    } finally {
      undo();
    }
    SqlFault fault = refusal.fault();
    throw fault == null
        ? refusal
        : MigrationException.of(
            fault.explained(
                Stale.dependents(dependents),
                "what depends on %s has to go first: drop it in a migration, or leave the function as it was and give the new one another name"
                    .formatted(candidate.object())));
  }
}
