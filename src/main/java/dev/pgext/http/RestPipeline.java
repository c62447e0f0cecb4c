package dev.pgext.http;

import dev.pgext.auth.AuthContext;
import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.Header;
import dev.pgext.error.LimitError;
import dev.pgext.error.UnavailableError;
import dev.pgext.observe.Observation;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers REST requests: who is it, what is asked, how is it run, what is answered. Thread-safe.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/explanations/architecture.html">PostgREST:
 *     architecture</a>
 */
public final class RestPipeline implements Endpoint {
  private final Supplier<RestState> state;
  private final RestServices services;

  /** The state is taken once for each request. */
  public RestPipeline(Supplier<RestState> state, RestServices services) {
    this.state = state;
    this.services = services;
  }

  @Override
  public Answer handle(RawRequest head, Body body) {
    RestState current = state.get();
    Config.Server server = current.config().server();
    Cors cors = new Cors(server.corsAllowedOrigins());
    List<Header> trace = trace(server.traceHeader(), head);
    Optional<ApiResponse> preflight = cors.preflight(head);
    if (preflight.isPresent()) {
      return new Answer(with(preflight.get(), trace), null, false);
    }
    Answer answer = run(current, head, body);
    List<Header> added = new ArrayList<>(trace);
    added.addAll(cors.headers(head));
    if (answer.response().status() == 503) {
      added.add(new Header("Retry-After", Long.toString(services.retryAfter().getAsLong())));
      reconnect(current);
    }
    return new Answer(with(answer.response(), added), answer.role(), true);
  }

  private Answer run(RestState current, RawRequest head, Body body) {
    Stopwatch stopwatch = new Stopwatch();
    String role = null;
    try {
      AuthContext auth = current.authenticator().authenticate(head.header("Authorization"));
      role = auth.role();
      stopwatch.lap();
      RestRun run = new RestRun(current, services, auth, stopwatch);
      return new Answer(run.respond(head, body), role, true);
    } catch (ApiException e) {
      return new Answer(fault(e.error()), role, true);
    } catch (RuntimeException | Error e) {
      services.observer().observe(new Observation.Failure("a request", e));
      return new Answer(fault(new LimitError.Internal()), role, true);
    }
  }

  private ApiResponse fault(ApiError error) {
    boolean worthLogging =
        error instanceof UnavailableError.Client
            || (error instanceof DatabaseError && error.status() >= 500);
    if (worthLogging) {
      services.observer().observe(new Observation.DatabaseFault(error));
    }
    return services.errors().respond(error);
  }

  /** Without a schema cache one is being loaded already. */
  private void reconnect(RestState current) {
    if (current.catalog() != null) {
      services.reconnect().run();
    }
  }

  private static List<Header> trace(@Nullable String name, RawRequest head) {
    if (name == null) {
      return List.of();
    }
    String value = head.header(name);
    return List.of(new Header(name, value == null ? "" : value));
  }

  private static ApiResponse with(ApiResponse response, List<Header> added) {
    if (added.isEmpty()) {
      return response;
    }
    List<Header> headers = new ArrayList<>(added);
    headers.addAll(response.headers());
    return new ApiResponse(response.status(), response.reason(), headers, response.body());
  }
}
