package dev.pgext.migrate;

import dev.pgext.error.UnavailableError;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.pg.connect.ConnectionTarget;
import java.sql.SQLException;

/** What to do where the database refuses. */
final class Connecting {
  private Connecting() {}

  static MigrationException failed(
      SQLException failure, UnavailableError.Connection fault, ConnectionTarget target) {
    String said = fault.explanation() == null ? "" : fault.explanation().strip();
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return new MigrationException(Reason.UNREACHABLE, said + "\n  hint: " + hint(state, target));
  }

  private static String hint(String state, ConnectionTarget target) {
    return switch (state) {
      case "3D000" ->
          "create the database \"%s\" with `pgext db:create`".formatted(target.database());
      case "28P01", "28000", "08004" ->
          "check the user (\"%s\") and the password in --url, DATABASE_URL or .env"
              .formatted(target.user());
      case "53300" -> "the server has no connection left: end some, or raise max_connections";
      case "57P03" ->
          "the server is starting: `pgext migrate wait --timeout SECONDS` waits so long for it";
      default ->
          "check that PostgreSQL runs there, and --url, DATABASE_URL or .env; `pgext migrate wait"
              + " --timeout SECONDS` waits so long for it";
    };
  }

  /**
   * What to do about a statement that failed, in a line of its own; empty where nothing is sure.
   */
  static String advice(String state) {
    return switch (state) {
      case "42501" ->
          "\n  hint: log in as the owner of these objects, with --url, or have the privilege granted";
      case "53100" -> "\n  hint: the server's disk is full: make room there and run it again";
      case "55006" ->
          "\n  hint: a server reads its changes: end `pgext dev` or `pgext serve` there first";
      case "25006" -> "\n  hint: this server is read only: migrations need the primary";
      default -> "";
    };
  }
}
