package dev.pgext.project.release;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was switched to at once.
 *
 * @param former what was current before; null for the first
 * @param by the role in the database
 * @param origin who ran it, and where
 * @param functions the files of functions as they are with it
 * @param migrations the scripts that were applied when it was made
 * @param changes what it changed, for people
 */
public record Release(
    long id,
    @Nullable Long former,
    Instant at,
    String by,
    String origin,
    Manifest frontend,
    Manifest functions,
    List<String> migrations,
    List<String> changes) {

  public Release {
    migrations = List.copyOf(migrations);
    changes = List.copyOf(changes);
  }

  /**
   * One to be made.
   *
   * @param origin who runs it, and where
   */
  public record Draft(
      String origin,
      Manifest frontend,
      Manifest functions,
      List<String> migrations,
      List<String> changes) {
    public Draft {
      migrations = List.copyOf(migrations);
      changes = List.copyOf(changes);
    }
  }
}
