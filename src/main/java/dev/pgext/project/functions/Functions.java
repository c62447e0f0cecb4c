package dev.pgext.project.functions;

import dev.pgext.migrate.ExclusiveTransaction;
import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Session;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A project's functions, and how they get into a database: in one transaction, while nobody else
 * migrates or deploys there.
 */
public final class Functions {
  private final Path project;
  private final MigrationSettings settings;

  public Functions(Path project, MigrationSettings settings) {
    this.project = project;
    this.settings = settings;
  }

  /** What becomes of what files that are gone had made. */
  public enum Pruning {
    KEEP,
    DROP
  }

  /** What {@link #deploy} would apply. Changes nothing and waits for nobody. */
  public FunctionsPlan plan(MigrationTarget target, Scope scope) {
    FunctionSet set = FunctionSet.read(project);
    try (Session session = Session.open(target, settings.lockTimeout())) {
      return FunctionsPlan.of(set, session, scope);
    } catch (SQLException failure) {
      throw Session.broken(failure);
    }
  }

  /**
   * Applies what changed.
   *
   * @param end a trial shows what would be done, and what would fail
   */
  public FunctionsReport deploy(MigrationTarget target, Scope scope, Pruning pruning, End end) {
    FunctionSet set = FunctionSet.read(project);
    return new ExclusiveTransaction(target, settings)
        .unless(
            session -> nothing(FunctionsPlan.of(set, session, scope), pruning),
            end,
            session ->
                new FunctionDeployment(session, settings.listener()).apply(set, scope, pruning));
  }

  private static Optional<FunctionsReport> nothing(FunctionsPlan plan, Pruning pruning) {
    boolean pruned = pruning == Pruning.KEEP || plan.gone().isEmpty();
    return plan.due().isEmpty() && pruned
        ? Optional.of(FunctionsReport.nothing(plan))
        : Optional.empty();
  }
}
