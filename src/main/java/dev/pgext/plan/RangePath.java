package dev.pgext.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The embed path of a range's key: {@code clients."a.b".limit} is for {@code clients}, {@code a.b}.
 */
final class RangePath {
  private RangePath() {}

  /** The steps before the last dot; a dot between double quotes belongs to a name. */
  static List<String> of(String key) {
    List<String> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        steps.add(step.toString().strip());
        step.setLength(0);
      } else {
        step.append(c);
      }
    }
    return steps;
  }
}
