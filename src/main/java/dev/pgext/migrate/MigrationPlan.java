package dev.pgext.migrate;

import java.util.List;

/**
 * What a run would do.
 *
 * @param together whether all of it is one transaction
 */
public record MigrationPlan(List<Step> steps, boolean together) {
  public MigrationPlan {
    steps = List.copyOf(steps);
  }

  /**
   * A file.
   *
   * @param transactional false where it runs statement by statement
   */
  public record Step(String path, Direction direction, int statements, boolean transactional) {}

  static MigrationPlan of(List<Work> works) {
    return of(works, Work.together(works));
  }

  /** Of works that have a companion. */
  static MigrationPlan accompanied(List<Work> works) {
    return of(works, Work.togetherWithMore(works));
  }

  private static MigrationPlan of(List<Work> works, boolean together) {
    return new MigrationPlan(
        works.stream()
            .map(
                work ->
                    new Step(
                        work.path(),
                        work.direction(),
                        work.statements().size(),
                        work.transactional()))
            .toList(),
        together);
  }
}
