package dev.pgext.realtime.visibility;

import dev.pgext.realtime.visibility.TableFacts.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The conditions of the policies that hold for a role: every restrictive one must hold, and one of
 * the permissive ones. A policy without a condition does neither.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createpolicy.html">PostgreSQL: CREATE
 *     POLICY</a>
 */
record PolicySet(List<String> restrictive, List<String> permissive) {

  PolicySet {
    restrictive = List.copyOf(restrictive);
    permissive = List.copyOf(permissive);
  }

  static PolicySet of(List<Policy> policies) {
    return new PolicySet(conditions(policies, false), conditions(policies, true));
  }

  private static List<String> conditions(List<Policy> policies, boolean permissive) {
    return policies.stream()
        .filter(policy -> policy.permissive() == permissive)
        .map(Policy::condition)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Whether nothing permits any row. */
  boolean permitsNothing() {
    return permissive.isEmpty();
  }

  /** One condition, in the order in which PostgreSQL asks. */
  String condition() {
    List<String> all = new ArrayList<>();
    restrictive.forEach(condition -> all.add("(" + condition + ")"));
    all.add("((" + String.join(") OR (", permissive) + "))");
    return String.join(" AND ", all);
  }
}
