package dev.pgext.project.functions;

import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.script.Execution;
import dev.pgext.migrate.script.ScriptException;
import dev.pgext.migrate.script.Source;
import dev.pgext.migrate.script.SqlFault;
import dev.pgext.migrate.script.SqlScript;
import dev.pgext.migrate.script.SqlStatement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file of functions, with whatever belongs to them: triggers, views, grants, comments.
 *
 * @param path as a user would open it from the project's folder: {@code functions/tasks.sql}
 */
public record FunctionFile(String path, String text) {

  /** By which its content is known: SHA-256 in hexadecimal digits. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Source source() {
    return new Source(path, text);
  }

  /**
   * Its statements.
   *
   * @throws MigrationException where it cannot be cut, or wants a transaction of its own
   */
  List<SqlStatement> statements() {
    try {
      List<SqlStatement> statements = SqlScript.split(text);
      statements.forEach(FunctionFile::requireTransactional);
      return statements;
    } catch (ScriptException fault) {
      SqlFault shown = SqlFault.of(source(), fault);
      throw new MigrationException(
          Reason.FILES, shown.render() + "\n  nothing was deployed", shown);
    }
  }

  private static void requireTransactional(SqlStatement statement) {
    switch (Execution.of(statement)) {
      case CONTROL ->
          throw new ScriptException(
              "all of functions/ is deployed in one transaction: leave this statement out",
              statement.offset());
      case OUTSIDE ->
          throw new ScriptException(
              "this cannot run in a transaction: put it into a migration", statement.offset());
      case INSIDE, BEFORE_COMMIT -> {}
    }
  }

  /** The bare names of what it makes. */
  Set<String> names() {
    return statements().stream()
        .flatMap(statement -> Creation.of(statement).stream())
        .map(Creation::name)
        .collect(Collectors.toSet());
  }
}
