package dev.pgext.http;

import dev.pgext.error.ApiException;
import dev.pgext.error.LimitError;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.AccessEntry;
import dev.pgext.response.ApiResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Takes every request of a server, whatever its path and method. Thread-safe. */
final class JettyHandler extends Handler.Abstract {
  private final WebServerSettings settings;
  private final Endpoint endpoint;
  private final ResponseWriter writer;

  JettyHandler(WebServerSettings settings, Endpoint endpoint, ResponseWriter writer) {
    this.settings = settings;
    this.endpoint = endpoint;
    this.writer = writer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // A long query is not an idle connection; a slow body has its own deadline.
    request.addIdleTimeoutListener(timeout -> false);
    RequestHead head = RequestHead.of(request);
    Answer answer = answer(head, request);
    if (answer.logged()) {
      settings.observer().observe(new Observation.Responded(entry(request, head, answer)));
    }
    if (answer.response().status() == 413 || answer.response().status() == 408) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    writer.write(answer.response(), request, response, callback);
    return true;
  }

  private Answer answer(RequestHead head, Request request) {
    try {
      head.check(settings.limits().urlBytes(), settings.limits().headerBytes());
      JettyBody body =
          new JettyBody(request, settings.limits().bodyBytes(), settings.limits().requestTimeout());
      return endpoint.handle(head.request(), body);
    } catch (ApiException e) {
      return new Answer(settings.errors().respond(e.error()), null, true);
    } catch (RuntimeException | Error e) {
      settings.observer().observe(new Observation.Failure("a request", e));
      return new Answer(settings.errors().respond(new LimitError.Internal()), null, true);
    }
  }

  private static AccessEntry entry(Request request, RequestHead head, Answer answer) {
    ApiResponse response = answer.response();
    return new AccessEntry(
        client(request),
        answer.role(),
        request.getMethod(),
        head.target(),
        request.getConnectionMetaData().getHttpVersion().asString(),
        response.status(),
        size(response),
        request.getHeaders().get(HttpHeader.REFERER),
        request.getHeaders().get(HttpHeader.USER_AGENT));
  }

  private static String client(Request request) {
    boolean unix =
        request.getConnectionMetaData().getConnector() instanceof UnixDomainServerConnector;
    return unix ? "-" : Request.getRemoteAddr(request);
  }

  /** What Content-Length says, which a response without a body may lack. */
  private static @Nullable Long size(ApiResponse response) {
    boolean told =
        response.headers().stream()
            .anyMatch(header -> header.name().equalsIgnoreCase("Content-Length"));
    return told ? Long.valueOf(response.body().length) : null;
  }
}
