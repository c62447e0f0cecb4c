package dev.pgext.project.release;

import dev.pgext.project.functions.FunctionsPlan;
import java.util.List;

/**
 * What bringing a release back would do.
 *
 * @param from the current release
 * @param functions what differs of them; those whose files are gone stay, unless they are pruned
 * @param kept scripts that were applied since and stay applied
 */
public record RollbackPlan(
    Release from,
    Release to,
    FunctionsPlan functions,
    Manifest.Changes frontend,
    List<String> kept) {

  public RollbackPlan {
    kept = List.copyOf(kept);
  }
}
