package dev.pgext.project.dev;

import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import dev.pgext.project.functions.Functions;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import dev.pgext.project.functions.FunctionsReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings what a project says into the database that it is developed with. */
public final class DevDatabase {
  private final MigrationTarget target;
  private final Migrations migrations;
  private final Functions functions;

  public DevDatabase(Path project, MigrationTarget target, MigrationSettings settings) {
    this.target = target;
    this.migrations = Migrations.of(project, settings);
    this.functions = new Functions(project, settings);
  }

  /**
   * Applies a part.
   *
   * @return what is new, in lines for people
   * @throws MigrationException where something is wrong; the database is as it was then, or as
   *     {@code migrate status} says
   */
  List<String> apply(Part part) {
    return switch (part) {
      case MIGRATIONS -> migrate();
      case FUNCTIONS -> functions();
      case SEED -> migrations.seedOnce(target) ? List.of("seed.sql") : List.of();
      case PAGES, SETTINGS -> List.of();
    };
  }

  /**
   * A migration without a statement is being written: it waits for one, and is not applied empty.
   */
  private List<String> migrate() {
    try {
      boolean unwritten =
          migrations.plan(target, null).steps().stream().anyMatch(step -> step.statements() == 0);
      return unwritten ? List.of() : migrations.apply(target).applied();
    } catch (MigrationException failure) {
      throw failure.reason() == Reason.STATE
          ? new MigrationException(
              Reason.STATE,
              failure.getMessage()
                  + "\n  - or, in development: end this and begin anew with `pgext dev --reset`")
          : failure;
    }
  }

  private List<String> functions() {
    FunctionsReport report = functions.deploy(target, Scope.CHANGED, Pruning.DROP, End.COMMIT);
    List<String> lines = new ArrayList<>();
    report.plan().due().forEach(due -> lines.add(due.file().path()));
    report.dropped().forEach(object -> lines.add("dropped " + object));
    return lines;
  }
}
