package dev.pgext.response;

import dev.pgext.catalog.MediaType;
import dev.pgext.error.RequestError;
import dev.pgext.exec.ResultRow;
import dev.pgext.exec.RowCheck;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Preferences;
import java.util.function.Consumer;

/**
 * What the number of rows must be for a request to stand: one where a single object was asked for,
 * one for PUT, no more than {@code max-affected}.
 */
public final class RowChecks {
  private RowChecks() {}

  /** The check for a request; one that changes something is checked before it commits. */
  public static RowCheck of(Plan.Rows plan, ApiRequest request) {
    boolean limited = limited(plan, request.preferences());
    if (plan.output().executionPlan() != null || !(singular(plan) || isUpsert(plan) || limited)) {
      return RowCheck.none();
    }
    Consumer<ResultRow> condition = row -> check(plan, request.preferences(), row.page());
    return readOnly(plan) ? RowCheck.afterCommit(condition) : RowCheck.beforeCommit(condition);
  }

  private static void check(Plan.Rows plan, Preferences preferences, long rows) {
    if (isUpsert(plan) && rows != 1) {
      throw new RequestError.PutKeyMismatch().asException();
    }
    if (singular(plan) && !isUpsert(plan) && rows != 1) {
      throw new RequestError.Singularity(rows).asException();
    }
    Long most = preferences.maxAffected();
    if (most != null && rows > most && limited(plan, preferences)) {
      throw new RequestError.MaxAffected(rows).asException();
    }
  }

  private static boolean readOnly(Plan.Rows plan) {
    return switch (plan) {
      case Plan.Read read -> true;
      case Plan.Mutate mutate -> false;
      case Plan.Call call -> call.readOnly();
    };
  }

  private static boolean singular(Plan.Rows plan) {
    return plan.output().mediaType() instanceof MediaType.SingularObject;
  }

  private static boolean isUpsert(Plan.Rows plan) {
    return plan instanceof Plan.Mutate mutate && mutate.mutation() instanceof Mutation.Upsert;
  }

  private static boolean limited(Plan.Rows plan, Preferences preferences) {
    return preferences.strict()
        && preferences.maxAffected() != null
        && AppliedPreferences.limitsAffected(plan);
  }
}
