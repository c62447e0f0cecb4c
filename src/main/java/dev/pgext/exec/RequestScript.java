package dev.pgext.exec;

import dev.pgext.sql.Identifiers;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.SqlFragment;
import org.jspecify.annotations.Nullable;

/**
 * All of a request as one {@link Script}, and where among its results the answer is.
 *
 * @param main place of the main statement's result
 * @param countExplain place of the estimate's result, null without one
 */
record RequestScript(Script script, int main, @Nullable Integer countExplain) {

  private static final String SELECT = "SELECT ";

  /** One round trip that begins and ends the transaction. */
  static RequestScript whole(RequestStatement statement, Ending ending, Cleanup cleanup) {
    Script script = new Script();
    RequestScript request = body(script, statement);
    if (ending == Ending.ROLLBACK) {
      cleanup.rollback(script, statement.leavesState());
    } else if (statement.leavesState()) {
      cleanup.commit(script);
    }
    return request;
  }

  /** The first of two round trips: the transaction stays open. */
  static RequestScript opening(RequestStatement statement, Cleanup cleanup) {
    Script script = new Script();
    script.add("BEGIN");
    RequestScript request = body(script, statement);
    cleanup.pause(script);
    return request;
  }

  /** The second of two round trips, when the result will do. */
  static Script commit(RequestStatement statement, Cleanup cleanup) {
    Script script = new Script();
    cleanup.resume(script, statement.setup());
    if (statement.leavesState()) {
      cleanup.reset(script);
    }
    script.add("COMMIT");
    return script;
  }

  private static RequestScript body(Script script, RequestStatement statement) {
    if (statement.isolationLevel() != null) {
      // The first statement, and no SELECT: it must come before the first snapshot.
      script.add("SET transaction_isolation = " + Identifiers.literal(statement.isolationLevel()));
    }
    script.add(statement.readOnly() ? readOnly(statement.setup()) : statement.setup());
    if (statement.preRequest() != null) {
      script.add(statement.preRequest());
    }
    int main = script.add(statement.main());
    Integer countExplain =
        statement.countExplain() == null ? null : script.add(statement.countExplain());
    return new RequestScript(script, main, countExplain);
  }

  /** One more setting costs less than one more statement. */
  private static SqlFragment readOnly(SqlFragment setup) {
    if (!setup.text().startsWith(SELECT)) {
      throw new IllegalArgumentException("the setup is not one SELECT");
    }
    return new SqlFragment(
        SELECT
            + "set_config('transaction_read_only', 'on', true), "
            + setup.text().substring(SELECT.length()),
        setup.parameters());
  }
}
