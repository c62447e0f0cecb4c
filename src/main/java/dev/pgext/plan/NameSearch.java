package dev.pgext.plan;

import java.util.Collection;
import java.util.Optional;

/** Finds the candidate that looks most like a name. */
interface NameSearch {
  /**
   * The most similar candidate.
   *
   * @param leastScore from 0, nothing alike, to 1, equal but for case
   */
  Optional<String> closest(Collection<String> candidates, String name, double leastScore);
}
