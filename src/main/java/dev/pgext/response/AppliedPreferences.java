package dev.pgext.response;

import dev.pgext.error.Header;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Preferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code Preference-Applied}: the preferences that a plan of this kind follows.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240.html#section-3">RFC 7240, section 3</a>
 */
final class AppliedPreferences {
  private AppliedPreferences() {}

  static Optional<Header> header(Plan.Rows plan, ApiRequest request) {
    Preferences given = request.preferences();
    List<String> applied = new ArrayList<>();
    if (given.resolution() != null && resolves(plan, request)) {
      applied.add(given.resolution().text());
    }
    if (given.missing() != null && fillsMissing(plan)) {
      applied.add(given.missing().text());
    }
    if (given.returning() != null && plan instanceof Plan.Mutate) {
      applied.add(given.returning().text());
    }
    addUniversal(applied, given);
    if (given.maxAffected() != null && given.strict() && limitsAffected(plan)) {
      applied.add("max-affected=" + given.maxAffected());
    }
    return applied.isEmpty()
        ? Optional.empty()
        : Optional.of(new Header("Preference-Applied", String.join(", ", applied)));
  }

  private static void addUniversal(List<String> applied, Preferences given) {
    if (given.count() != null) {
      applied.add(given.count().text());
    }
    if (given.transaction() != null) {
      applied.add(given.transaction().text());
    }
    if (given.handling() != null) {
      applied.add(given.handling().text());
    }
    if (given.timezone() != null) {
      applied.add("timezone=" + given.timezone());
    }
  }

  /** Only an insert that has something to conflict on. */
  private static boolean resolves(Plan.Rows plan, ApiRequest request) {
    return plan instanceof Plan.Mutate mutate
        && mutate.mutation() instanceof Mutation.Insert
        && (!mutate.relation().primaryKey().isEmpty() || request.query().onConflict() != null);
  }

  private static boolean fillsMissing(Plan.Rows plan) {
    return plan instanceof Plan.Mutate mutate
        && (mutate.mutation() instanceof Mutation.Insert
            || mutate.mutation() instanceof Mutation.Update);
  }

  static boolean limitsAffected(Plan.Rows plan) {
    return switch (plan) {
      case Plan.Read read -> false;
      case Plan.Call call -> true;
      case Plan.Mutate mutate ->
          mutate.mutation() instanceof Mutation.Update
              || mutate.mutation() instanceof Mutation.Delete;
    };
  }
}
