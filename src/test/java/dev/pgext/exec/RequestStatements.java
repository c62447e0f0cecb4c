package dev.pgext.exec;

import dev.pgext.sql.Bind;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.RequestStatement.Kind;
import dev.pgext.sql.SqlFragment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements as {@link dev.pgext.sql.StatementRenderer} makes them, for any SQL. */
record RequestStatements(RequestStatement statement) {

  /** A read by a role, whose body is a text expression. */
  static RequestStatements read(String role, String body, Bind... parameters) {
    return new RequestStatements(
        new RequestStatement(
            null, true, setup(role, "1"), null, row(body, parameters), null, Kind.ROWS, false));
  }

  /** A change by a role; {@code body} sees what {@code change} returns as {@code source}. */
  static RequestStatements write(String role, String change, String body, Bind... parameters) {
    SqlFragment row = row(body);
    SqlFragment main =
        new SqlFragment("WITH source AS (" + change + ") " + row.text(), List.of(parameters));
    return new RequestStatements(
        new RequestStatement(null, false, setup(role, "1"), null, main, null, Kind.ROWS, true));
  }

  /** A call of a volatile function that returns text. */
  static RequestStatements call(String role, String call, Bind... parameters) {
    return new RequestStatements(
        new RequestStatement(
            null, false, setup(role, "1"), null, row(call, parameters), null, Kind.ROWS, true));
  }

  private static SqlFragment row(String body, Bind... parameters) {
    return new SqlFragment(
        "SELECT NULL::bigint AS total, 1::bigint AS page, ("
            + body
            + ") AS body, current_user::text AS headers, NULL::text AS status,"
            + " NULL::bigint AS inserted, NULL::text[] AS location",
        List.of(parameters));
  }

  static SqlFragment setup(String role, String subject) {
    return new SqlFragment(
        "SELECT set_config('search_path', ?, true), set_config('role', ?, true),"
            + " set_config('request.jwt.claims', ?, true), set_config('request.headers', ?, true)",
        List.of(
            new Bind.Text("\"api\", \"public\""),
            new Bind.Text(role),
            new Bind.Text("{\"role\":\"" + role + "\",\"sub\":\"" + subject + "\"}"),
            new Bind.Text("{}")));
  }

  RequestStatements subject(String role, String subject) {
    return new RequestStatements(copy(statement.isolationLevel(), setup(role, subject), null));
  }

  RequestStatements isolation(String level) {
    return new RequestStatements(copy(level, statement.setup(), null));
  }

  /** With a pre-request function, which may leave anything behind. */
  RequestStatements preRequest(String call) {
    return new RequestStatements(
        new RequestStatement(
            null,
            statement.readOnly(),
            statement.setup(),
            SqlFragment.of("SELECT " + call),
            statement.main(),
            null,
            statement.kind(),
            true));
  }

  RequestStatements counting(String query) {
    SqlFragment explain = SqlFragment.of("EXPLAIN (FORMAT JSON) " + query);
    return new RequestStatements(copy(null, statement.setup(), explain));
  }

  RequestStatements explained(String format) {
    SqlFragment main = statement.main();
    SqlFragment explain =
        new SqlFragment("EXPLAIN (FORMAT " + format + ") " + main.text(), main.parameters());
    return new RequestStatements(
        new RequestStatement(
            null,
            statement.readOnly(),
            statement.setup(),
            null,
            explain,
            null,
            Kind.EXECUTION_PLAN,
            statement.leavesState()));
  }

  private RequestStatement copy(
      @Nullable String isolation, SqlFragment setup, @Nullable SqlFragment countExplain) {
    return new RequestStatement(
        isolation,
        statement.readOnly(),
        setup,
        statement.preRequest(),
        statement.main(),
        countExplain,
        statement.kind(),
        statement.leavesState());
  }
}
