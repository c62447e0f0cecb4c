package dev.pgext.cli;

import dev.pgext.migrate.MigrationPlan;
import dev.pgext.project.functions.FunctionsPlan;
import dev.pgext.project.release.DeploymentPlan;
import dev.pgext.project.release.FrontendFolder;
import dev.pgext.project.release.Manifest;
import dev.pgext.project.release.Release;
import dev.pgext.project.release.RollbackPlan;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Plans and lists of releases, for people. */
final class ReleaseLines {
  /** More paths than these are counted, not named. */
  private static final int NAMED = 12;

  private ReleaseLines() {}

  static void plan(DeploymentPlan plan, String place, PrintStream out) {
    for (FrontendFolder.Skipped skipped : plan.files().frontend().skipped()) {
      out.println("Not deployed: frontend" + skipped.path() + " (" + skipped.reason() + ")");
    }
    if (plan.empty()) {
      Release now = plan.former();
      out.printf(
          "Nothing to deploy: %s has it as release %d.%n", place, now == null ? 0 : now.id());
      return;
    }
    out.printf(
        "To %s, %s:%n",
        place,
        plan.former() == null
            ? "as its first release"
            : "after release %d".formatted(plan.former().id()));
    migrations(plan.migrations(), out);
    plan.unrecorded().forEach(script -> out.println("  applied already: " + script));
    functions(plan.functions(), out);
    files(plan.frontend(), out);
  }

  private static void functions(FunctionsPlan functions, PrintStream out) {
    for (FunctionsPlan.Due due : functions.due()) {
      out.printf("  %s %s%n", sign(due.change()), due.file().path());
    }
    for (FunctionsPlan.Gone gone : functions.gone()) {
      out.printf("  - %s, whose functions stay unless --prune drops them%n", gone.path());
    }
  }

  private static String sign(FunctionsPlan.Change change) {
    return change == FunctionsPlan.Change.NEW ? "+" : "~";
  }

  private static void migrations(MigrationPlan migrations, PrintStream out) {
    for (MigrationPlan.Step step : migrations.steps()) {
      out.printf(
          "  migration %s: %d statement%s%s%n",
          step.path(),
          step.statements(),
          step.statements() == 1 ? "" : "s",
          step.transactional() ? "" : ", each committed by itself");
    }
    out.println(
        migrations.together()
            ? "  in one transaction"
            : "  in stages: migration by migration, since not all can be in one transaction; then"
                + " the rest at once");
  }

  private static void files(Manifest.Changes files, PrintStream out) {
    named("+", files.added(), out);
    named("~", files.changed(), out);
    named("-", files.removed(), out);
  }

  private static void named(String sign, List<String> paths, PrintStream out) {
    paths.stream().limit(NAMED).forEach(path -> out.printf("  %s frontend%s%n", sign, path));
    if (paths.size() > NAMED) {
      out.printf("  %s %d more files%n", sign, paths.size() - NAMED);
    }
  }

  /**
   * A plan, and the commands that may have to come first.
   *
   * @param same what these commands need to reach the same database, as an option
   */
  static void plan(RollbackPlan plan, String place, String same, PrintStream out) {
    out.printf(
        "%s goes from release %d back to release %d of %s:%n",
        place, plan.from().id(), plan.to().id(), plan.to().at().truncatedTo(ChronoUnit.SECONDS));
    functions(plan.functions(), out);
    files(plan.frontend(), out);
    if (plan.kept().isEmpty() && plan.missing().isEmpty()) {
      out.println("  no migration lies between");
    }
    kept(plan, same, out);
    missing(plan, same, out);
  }

  private static void kept(RollbackPlan plan, String same, PrintStream out) {
    if (plan.kept().isEmpty()) {
      return;
    }
    out.println("  Migrations are not undone. Release " + plan.to().id() + " did not know these:");
    plan.kept().forEach(script -> out.println("    " + script));
    out.println(
        "  If it does not work with them, undo them first: `pgext migrate down "
            + plan.kept().size()
            + same
            + "`");
  }

  private static void missing(RollbackPlan plan, String same, PrintStream out) {
    if (plan.missing().isEmpty()) {
      return;
    }
    out.println(
        "  Release " + plan.to().id() + " had these migrations, which are not applied now:");
    plan.missing().forEach(script -> out.println("    " + script));
    out.println(
        "  If it does not work without them, apply them first: `pgext migrate" + same + "`");
  }

  static void list(List<Release> releases, long current, PrintStream out) {
    if (releases.isEmpty()) {
      out.println("Nothing was deployed to this database yet.");
    }
    for (Release release : releases) {
      out.printf(
          "%s %4d  %s  %s (%s)  %s%n",
          release.id() == current ? "*" : " ",
          release.id(),
          release.at().truncatedTo(ChronoUnit.SECONDS),
          release.origin(),
          release.by(),
          release.changes().isEmpty() ? "no change" : String.join(", ", release.changes()));
    }
  }
}
