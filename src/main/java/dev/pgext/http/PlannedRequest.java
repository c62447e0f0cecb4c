package dev.pgext.http;

import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.sql.Queries;
import org.jspecify.annotations.Nullable;

/**
 * A request that is understood: nothing but who asks is missing until it can be run.
 *
 * @param queries null for what needs none
 */
record PlannedRequest(ApiRequest request, Plan plan, @Nullable Queries queries) {}
