package dev.pgext.project.release;

import dev.pgext.project.functions.FunctionsPlan;
import java.util.List;

/**
 * What bringing a release back would do.
 *
 * @param from the current release
 * @param functions what differs of them; those whose files are gone stay, unless they are pruned
 * @param kept scripts that were applied since and stay applied
 * @param missing scripts that the release was deployed with, and that were taken back since
 */
public record RollbackPlan(
    Release from,
    Release to,
    FunctionsPlan functions,
    Manifest.Changes frontend,
    List<String> kept,
    List<String> missing) {

  public RollbackPlan {
    kept = List.copyOf(kept);
    missing = List.copyOf(missing);
  }
}
