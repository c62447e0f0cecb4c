package dev.pgext.response;

import dev.pgext.error.Header;
import dev.pgext.exec.ResultRow;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Preferences;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers POST, PATCH, PUT and DELETE of a relation. */
final class MutationResponder {
  private final Plan.Mutate plan;
  private final ApiRequest request;
  private final ResultRow row;

  MutationResponder(Plan.Mutate plan, ApiRequest request, ResultRow row) {
    this.plan = plan;
    this.request = request;
    this.row = row;
  }

  Draft draft() {
    return switch (plan.mutation()) {
      case Mutation.Insert insert -> inserted();
      case Mutation.Upsert upsert -> upserted();
      case Mutation.Update update -> changed(ContentRange.ofPage(0, row.page(), counted()));
      case Mutation.Delete delete -> changed(ContentRange.ofNothing(counted()));
    };
  }

  private Draft inserted() {
    byte[] body = represented() ? row.body() : Draft.NO_BODY;
    List<Header> headers = new ArrayList<>();
    headers.add(Draft.contentLength(body));
    LocationHeader.of(plan.relation().name().name(), row.location()).ifPresent(headers::add);
    headers.add(ContentRange.ofNothing(counted()).header());
    AppliedPreferences.header(plan, request).ifPresent(headers::add);
    if (represented()) {
      headers.addAll(ContentHeaders.of(plan.output().mediaType(), request));
    }
    return new Draft(insertedStatus(), headers, body);
  }

  private int insertedStatus() {
    boolean merges = request.preferences().resolution() == Preferences.Resolution.MERGE_DUPLICATES;
    return merges && !insertedAny() ? 200 : 201;
  }

  private Draft upserted() {
    List<Header> headers = new ArrayList<>();
    if (represented()) {
      headers.add(Draft.contentLength(row.body()));
      headers.addAll(ContentHeaders.of(plan.output().mediaType(), request));
    }
    AppliedPreferences.header(plan, request).ifPresent(headers::add);
    if (!represented()) {
      return new Draft(204, headers, Draft.NO_BODY);
    }
    return new Draft(insertedAny() ? 201 : 200, headers, row.body());
  }

  /** Whether an upsert made a row; none was counted where the body had none. */
  private boolean insertedAny() {
    Long inserted = row.inserted();
    return inserted != null && inserted > 0;
  }

  private Draft changed(ContentRange range) {
    List<Header> headers = new ArrayList<>();
    headers.add(range.header());
    AppliedPreferences.header(plan, request).ifPresent(headers::add);
    if (!represented()) {
      return new Draft(204, headers, Draft.NO_BODY);
    }
    headers.add(Draft.contentLength(row.body()));
    headers.addAll(ContentHeaders.of(plan.output().mediaType(), request));
    return new Draft(200, headers, row.body());
  }

  private boolean represented() {
    return request.preferences().returning() == Preferences.Return.REPRESENTATION;
  }

  private @Nullable Long counted() {
    return request.preferences().countsRows() ? row.page() : null;
  }
}
