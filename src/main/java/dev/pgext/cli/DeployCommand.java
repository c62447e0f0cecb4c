package dev.pgext.cli;

import dev.pgext.migrate.Databases;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.observe.Severity;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.release.Deployment;
import dev.pgext.project.release.DeploymentPlan;
import dev.pgext.project.release.Releases;
import dev.pgext.project.release.RollbackPlan;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a project to a database, or a former release back. */
@Command(
    name = "deploy",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description =
        "Brings migrations, functions and frontend/ to a database as one release, which all its"
            + " servers change over to at once.")
final class DeployCommand implements Callable<Integer> {
  private static final int KEPT = 20;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask; needed where nobody can be asked.")
  private boolean yes;

  @Option(names = "--json", description = "As JSON, for scripts.")
  private boolean json;

  @Option(
      names = "--rollback",
      description = "Bring the former frontend and functions back; migrations stay.")
  private boolean rollback;

  @Option(
      names = "--to",
      paramLabel = "RELEASE",
      description = "With --rollback: which release (default: the one before the current).")
  private @Nullable Long to;

  @Option(names = "--prune", description = "Drop functions whose files are gone.")
  private boolean prune;

  @Option(
      names = "--keep",
      paramLabel = "RELEASES",
      description = "How many releases the database keeps (default: " + KEPT + ").")
  private int kept = KEPT;

  @Override
  public Integer call() throws Exception {
    return options.project.run(
        () -> {
          if (to != null && !rollback) {
            return Faults.report("--to goes with --rollback", ExitStatus.UNUSABLE);
          }
          if (kept < 1) {
            return Faults.report("--keep " + kept + ": write 1 or more", ExitStatus.UNUSABLE);
          }
          if (!rollback) {
            options.project.requireProject();
          }
          MigrationTarget target = options.project.deploymentTarget();
          return rollback ? rollBack(target) : deploy(target);
        });
  }

  private int deploy(MigrationTarget target) {
    Deployment deployment = new Deployment(options.project.directory(), target, options.settings());
    DeploymentPlan plan = deployment.plan(pruning());
    if (!json) {
      ReleaseLines.plan(plan, place(target), System.out);
    }
    Long made = null;
    if (!options.dryRun && !plan.empty()) {
      confirm("deploys to " + place(target));
      options.project.installOwnSchemas(target);
      made = deployment.run(plan, Origin.here(), kept);
      log("Release %d is deployed to %s".formatted(made, place(target)));
    }
    if (json) {
      System.out.println(ReleaseJson.of(plan, made));
    } else if (made != null) {
      System.out.println("Release " + made + " is deployed.");
    }
    return ExitStatus.DONE;
  }

  private int rollBack(MigrationTarget target) {
    Releases releases = new Releases(target, options.settings());
    RollbackPlan plan = releases.planRollback(to);
    if (!json) {
      ReleaseLines.plan(plan, place(target), options.project.sameDatabase(), System.out);
    }
    if (!options.dryRun) {
      confirm("takes %s back to release %d".formatted(place(target), plan.to().id()));
      releases.rollback(plan, pruning());
      log("Release %d is current again in %s".formatted(plan.to().id(), place(target)));
    }
    if (json) {
      System.out.println(ReleaseJson.of(plan, !options.dryRun));
    } else if (!options.dryRun) {
      System.out.println("Release " + plan.to().id() + " is current again.");
    }
    return ExitStatus.DONE;
  }

  private Pruning pruning() {
    return prune ? Pruning.DROP : Pruning.KEEP;
  }

  private void log(String message) {
    ProjectJournal.keep(options.project.directory(), Severity.INFO, message);
  }

  private static String place(MigrationTarget target) {
    Databases databases = new Databases(target);
    return "\"%s\" on %s".formatted(databases.name(), databases.place());
  }

  private void confirm(String does) {
    if (yes) {
      return;
    }
    if (!Terminal.readsInput()) {
      throw new MigrationException(
          Reason.STATE, "this %s: add --yes where nobody can be asked".formatted(does));
    }
    System.err.print("Go on? [y/N] ");
    if (!Terminal.answer().equalsIgnoreCase("y")) {
      throw new MigrationException(Reason.STATE, "nothing was done");
    }
  }
}
