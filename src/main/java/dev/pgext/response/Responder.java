package dev.pgext.response;

import dev.pgext.auth.TokenSigner;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaType;
import dev.pgext.config.Config;
import dev.pgext.config.ErrorVerbosity;
import dev.pgext.error.ErrorBody;
import dev.pgext.error.Header;
import dev.pgext.error.RequestError;
import dev.pgext.exec.ExecutionResult;
import dev.pgext.exec.ResultRow;
import dev.pgext.plan.Plan;
import dev.pgext.request.Action.CallMethod;
import dev.pgext.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what a statement gave into status, headers and body.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api.html">PostgREST: API</a>
 */
public final class Responder {
  private final Config config;
  private final OpenApiDocument description;
  private final TokenBody tokens;

  /**
   * A responder for one pair of snapshots.
   *
   * @param version of the API, for its description
   * @param signer of what functions return as tokens
   */
  public Responder(Config config, Catalog catalog, String version, TokenSigner signer) {
    this.config = config;
    this.tokens = new TokenBody(signer);
    this.description = new OpenApiDocument(config, catalog, version);
  }

  /** The answer to a request that ran a statement. */
  public ApiResponse respond(Plan.Rows plan, ApiRequest request, ExecutionResult result) {
    return switch (result) {
      case ExecutionResult.Rows rows -> rows(plan, request, rows.row());
      case ExecutionResult.ExecutionPlan explained -> explained(plan, request, explained.text());
    };
  }

  /** The answer to OPTIONS. */
  public ApiResponse respondOptions(Plan.Options plan) {
    return OptionsResponder.respond(plan.target());
  }

  /** The answer to a request for the API's description. */
  public ApiResponse describe(Plan.Inspect plan, ApiRequest request, ExecutionResult result) {
    List<Header> headers = new ArrayList<>(ContentHeaders.of(MediaType.Plain.OPEN_API, request));
    if (plan.headersOnly() || !(result instanceof ExecutionResult.Rows rows)) {
      return new ApiResponse(200, null, headers, Draft.NO_BODY);
    }
    byte[] body = description.render(plan, rows.row());
    headers.add(Draft.contentLength(body));
    return new ApiResponse(200, null, headers, body);
  }

  private ApiResponse rows(Plan.Rows plan, ApiRequest request, ResultRow row) {
    Draft draft =
        switch (plan) {
          case Plan.Read read -> read(read, request, row);
          case Plan.Mutate mutate -> new MutationResponder(mutate, request, row).draft();
          case Plan.Call call -> called(call, request, row);
        };
    return GucOverrides.of(row).applyTo(draft);
  }

  private static ApiResponse explained(Plan.Rows plan, ApiRequest request, byte[] text) {
    List<Header> headers = new ArrayList<>();
    headers.add(Draft.contentLength(text));
    headers.addAll(ContentHeaders.of(plan.output().mediaType(), request));
    return new ApiResponse(200, null, headers, text);
  }

  private Draft read(Plan.Read plan, ApiRequest request, ResultRow row) {
    ContentRange range = page(request, row);
    byte[] body = bodyInRange(range, request, row);
    List<Header> headers = new ArrayList<>();
    headers.add(range.header());
    String query = request.query().canonical();
    headers.add(
        new Header(
            "Content-Location",
            "/" + plan.relation().name() + (query.isEmpty() ? "" : "?" + query)));
    if (!plan.headersOnly()) {
      headers.add(Draft.contentLength(body));
    }
    headers.addAll(ContentHeaders.of(plan.output().mediaType(), request));
    AppliedPreferences.header(plan, request).ifPresent(headers::add);
    boolean bodied = !plan.headersOnly() || range.status() == 416;
    return new Draft(range.status(), headers, bodied ? body : Draft.NO_BODY);
  }

  private Draft called(Plan.Call plan, ApiRequest request, ResultRow row) {
    ContentRange range = page(request, row);
    List<Header> headers = new ArrayList<>();
    headers.add(range.header());
    AppliedPreferences.header(plan, request).ifPresent(headers::add);
    if (plan.routine().result().isVoid()) {
      return new Draft(204, headers, Draft.NO_BODY);
    }
    boolean head = plan.method() == CallMethod.HEAD;
    byte[] body = bodyInRange(range, request, row);
    if (plan.routine().result().token() && range.status() != 416 && !head) {
      body = tokens.signed(body);
    }
    if (!head) {
      headers.add(Draft.contentLength(body));
    }
    headers.addAll(ContentHeaders.of(plan.output().mediaType(), request));
    return new Draft(range.status(), headers, head ? Draft.NO_BODY : body);
  }

  private static ContentRange page(ApiRequest request, ResultRow row) {
    return ContentRange.ofPage(request.range().offset(), row.page(), row.total());
  }

  /** The rows, or the fault of a range that begins behind the last one. */
  private byte[] bodyInRange(ContentRange range, ApiRequest request, ResultRow row) {
    if (range.status() != 416) {
      return row.body();
    }
    long total = row.total() == null ? 0 : row.total();
    RequestError fault = RequestError.InvalidRange.outOfBounds(request.range().offset(), total);
    return config.clientErrorVerbosity() == ErrorVerbosity.MINIMAL
        ? ErrorBody.minimal(fault)
        : ErrorBody.verbose(fault);
  }
}
