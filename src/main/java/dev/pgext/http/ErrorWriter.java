package dev.pgext.http;

import dev.pgext.config.ErrorVerbosity;
import dev.pgext.error.ApiError;
import dev.pgext.error.ErrorBody;
import dev.pgext.error.Header;
import dev.pgext.response.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one place that turns a fault into a response. Thread-safe.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/errors.html">PostgREST: errors</a>
 */
public final class ErrorWriter {
  private final Supplier<ErrorVerbosity> verbosity;

  /** The verbosity is asked for each time: a reload may change it. */
  public ErrorWriter(Supplier<ErrorVerbosity> verbosity) {
    this.verbosity = verbosity;
  }

  /** The response to a request that ended with this fault. */
  public ApiResponse respond(ApiError error) {
    byte[] body =
        verbosity.get() == ErrorVerbosity.MINIMAL
            ? ErrorBody.minimal(error)
            : ErrorBody.verbose(error);
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/json; charset=utf-8"));
    headers.add(new Header("Content-Length", Integer.toString(body.length)));
    headers.add(new Header("Proxy-Status", "PostgREST; error=" + error.code()));
    headers.addAll(error.headers());
    return new ApiResponse(error.status(), error.reason(), headers, body);
  }
}
