package dev.pgext.project.release;

import dev.pgext.migrate.MigrationPlan;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import dev.pgext.project.functions.FunctionSet;
import dev.pgext.project.functions.Functions;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import java.nio.file.Path;
import java.util.List;

/**
 * A project → a release in a database. Files are brought there first, where nobody is served them;
 * then migrations, functions and the switch to the release are one transaction where all migrations
 * can be in one, else the migrations come one by one before the switch. Interrupted anywhere, the
 * next run goes on. Runs of any kind wait for each other.
 */
public final class Deployment {
  private static final String FOLDER = "frontend";

  private final Path project;
  private final MigrationTarget target;
  private final MigrationSettings settings;
  private final Migrations migrations;

  public Deployment(Path project, MigrationTarget target, MigrationSettings settings) {
    this.project = project;
    this.target = target;
    this.settings = settings;
    this.migrations = Migrations.of(project, settings);
  }

  /** What {@link #run} would do. Changes nothing. */
  public DeploymentPlan plan(Pruning pruning) {
    ReleaseFiles files =
        new ReleaseFiles(
            FrontendFolder.read(project.resolve(FOLDER), FrontendLimits.STANDARD),
            FunctionSet.read(project),
            pruning);
    MigrationPlan due = migrations.planAccompanied(target);
    FunctionsPlan functions = new Functions(project, settings).plan(target, Scope.CHANGED);
    Release former = new Releases(target, settings).current().orElse(null);
    Manifest before = former == null ? Manifest.EMPTY : former.frontend();
    return new DeploymentPlan(
        former,
        due,
        former == null ? List.of() : unrecorded(former),
        functions,
        before.to(files.frontend().manifest()),
        files);
  }

  private List<String> unrecorded(Release former) {
    return migrations.applied(target).stream()
        .filter(script -> !former.migrations().contains(script))
        .toList();
  }

  /**
   * Does it.
   *
   * @param origin who runs it, and where
   * @param kept how many releases the database keeps at least
   * @return the release's number
   */
  public long run(DeploymentPlan plan, String origin, int kept) {
    ReleaseRun run = new ReleaseRun(target, settings.listener(), plan.files(), origin, kept);
    migrations.apply(target, run);
    return run.release();
  }
}
