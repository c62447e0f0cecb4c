package dev.pgext.http;

import dev.pgext.auth.AuthContext;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.Header;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.Ending;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.RowCheck;
import dev.pgext.http.RestState.Stages;
import dev.pgext.observe.Observation;
import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Preferences;
import dev.pgext.request.RawRequest;
import dev.pgext.request.RequestShape;
import dev.pgext.response.ApiResponse;
import dev.pgext.response.RowChecks;
import dev.pgext.response.ServerTiming;
import dev.pgext.sql.Queries;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** One request on its way through the stages, after it is known who it is. Confined to a thread. */
final class RestRun {
  private static final Header VARY = new Header("Vary", "Accept, Prefer, Range");

  private final RestState state;
  private final RestServices services;
  private final AuthContext auth;
  private final Stopwatch stopwatch;

  RestRun(RestState state, RestServices services, AuthContext auth, Stopwatch stopwatch) {
    this.state = state;
    this.services = services;
    this.auth = auth;
    this.stopwatch = stopwatch;
  }

  /**
   * The response.
   *
   * @throws ApiException with the fault that ended the request
   */
  ApiResponse respond(RawRequest head, Body body) {
    Stages stages = stages();
    RawRequest raw =
        new RawRequest(head.method(), head.path(), head.query(), head.headers(), body.read());
    PlannedRequest planned = planned(stages, raw);
    stopwatch.lap();
    ApiRequest request = planned.request();
    List<Header> added = new ArrayList<>(2);
    warn(planned.plan(), raw, request, added);
    ApiResponse response = answer(stages, planned);
    return complete(response, added);
  }

  private PlannedRequest planned(Stages stages, RawRequest raw) {
    RequestShape shape = RequestShape.of(raw);
    PlannedRequest known = stages.shapes().find(shape, raw);
    if (known != null) {
      stopwatch.lap();
      return known;
    }
    PlannedRequest planned = plan(stages, raw);
    stages.shapes().learn(shape, raw, planned);
    return planned;
  }

  private PlannedRequest plan(Stages stages, RawRequest raw) {
    ApiRequest request = stages.parser().parse(raw);
    stopwatch.lap();
    Plan plan = stages.planner().plan(request);
    Queries queries =
        plan instanceof Plan.Rows rows ? stages.renderer().queries(rows, request) : null;
    return new PlannedRequest(request, plan, queries);
  }

  private Stages stages() {
    Stages stages = state.stages();
    if (stages == null) {
      UnavailableError missing = new UnavailableError.CatalogMissing();
      services.observer().observe(new Observation.CatalogMissing(missing));
      throw missing.asException();
    }
    return stages;
  }

  private ApiResponse answer(Stages stages, PlannedRequest planned) {
    ApiRequest request = planned.request();
    return switch (planned.plan()) {
      case Plan.Rows rows -> {
        Queries queries = Objects.requireNonNull(planned.queries());
        RequestStatement statement = stages.renderer().render(rows, request, auth, queries);
        yield run(
            statement,
            ending(request),
            RowChecks.of(rows, request),
            result -> stages.responder().respond(rows, request, result));
      }
      case Plan.Inspect inspect -> {
        RequestStatement statement = stages.renderer().render(inspect, request, auth);
        yield run(
            statement,
            ending(request),
            RowCheck.none(),
            result -> stages.responder().describe(inspect, request, result));
      }
      case Plan.Options options -> {
        stopwatch.lap();
        yield stages.responder().respondOptions(options);
      }
    };
  }

  private ApiResponse run(
      RequestStatement statement,
      Ending ending,
      RowCheck check,
      Function<ExecutionResult, ApiResponse> responder) {
    try {
      ExecutionResult result = services.execution().execute(statement, auth, ending, check);
      stopwatch.lap();
      ApiResponse response = responder.apply(result);
      observeQuery(statement, response.status());
      return response;
    } catch (ApiException e) {
      observeQuery(statement, e.error().status());
      throw e;
    }
  }

  private Ending ending(ApiRequest request) {
    Preferences.Transaction wanted = request.preferences().transaction();
    boolean rollback =
        wanted == null
            ? state.config().database().txEnd().rollsBack()
            : wanted == Preferences.Transaction.ROLLBACK;
    return rollback ? Ending.ROLLBACK : Ending.COMMIT;
  }

  private void observeQuery(RequestStatement statement, int status) {
    Config.Log log = state.config().log();
    if (!log.query()) {
      return;
    }
    List<SqlFragment> fragments = new ArrayList<>(statement.preludes());
    fragments.add(statement.main());
    if (statement.countExplain() != null) {
      fragments.add(statement.countExplain());
    }
    services
        .observer()
        .observe(
            new Observation.QueryRun(fragments.stream().map(SqlFragment::text).toList(), status));
  }

  private void warn(Plan plan, RawRequest raw, ApiRequest request, List<Header> added) {
    if (plan instanceof Plan.Rows rows
        && state.config().urlUseLegacyTargetNames()
        && !rows.legacyNames().isEmpty()) {
      LegacyWarning warning = LegacyWarning.of(rows);
      services.observer().observe(warning.observation(raw, request));
      added.add(warning.header(services.version()));
    }
  }

  private ApiResponse complete(ApiResponse response, List<Header> added) {
    stopwatch.lap();
    List<Header> headers = new ArrayList<>(response.headers());
    if (state.config().server().timingEnabled()) {
      headers.add(
          new ServerTiming(
                  stopwatch.of(0),
                  stopwatch.of(1),
                  stopwatch.of(2),
                  stopwatch.of(3),
                  stopwatch.of(4))
              .header());
    }
    headers.addAll(added);
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Vary"))) {
      headers.add(VARY);
    }
    return new ApiResponse(response.status(), response.reason(), headers, response.body());
  }
}
