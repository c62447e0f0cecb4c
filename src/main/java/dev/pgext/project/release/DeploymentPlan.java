package dev.pgext.project.release;

import dev.pgext.migrate.MigrationPlan;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment would do.
 *
 * @param former the release that is current now; null before the first
 * @param unrecorded scripts that were applied since without a release
 */
public record DeploymentPlan(
    @Nullable Release former,
    MigrationPlan migrations,
    List<String> unrecorded,
    FunctionsPlan functions,
    Manifest.Changes frontend,
    ReleaseFiles files) {

  public DeploymentPlan {
    unrecorded = List.copyOf(unrecorded);
  }

  /** Whether the database has all of it. */
  public boolean empty() {
    return former != null
        && migrations.steps().isEmpty()
        && unrecorded.isEmpty()
        && functions.due().isEmpty()
        && former.functions().equals(files.functionNames())
        && (files.pruning() == Pruning.KEEP || functions.gone().isEmpty())
        && frontend.none();
  }
}
