package dev.pgext.http;

import dev.pgext.error.ApiError;
import dev.pgext.error.LimitError;
import dev.pgext.observe.Observation;
import dev.pgext.response.ApiResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself in our words, and never in HTML. Thread-safe. */
final class JettyErrors extends ErrorHandler {
  private final WebServerSettings settings;
  private final ResponseWriter writer;

  JettyErrors(WebServerSettings settings, ResponseWriter writer) {
    this.settings = settings;
    this.writer = writer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object message = request.getAttribute(ERROR_MESSAGE);
    ApiResponse answer = answer(response.getStatus(), message == null ? "" : message.toString());
    if (isOurs(response.getStatus())
        && request.getAttribute(ERROR_EXCEPTION) instanceof Throwable cause) {
      settings.observer().observe(new Observation.Failure("a response", cause));
    }
    // Jetty closes after a message that it could not read: a client must hear of it.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    writer.write(answer, request, response, callback);
    return true;
  }

  private ApiResponse answer(int status, String explanation) {
    ApiError error =
        switch (status) {
          case 408 -> new LimitError.BodyTimeout();
          case 413 -> new LimitError.BodyTooLarge(settings.limits().bodyBytes());
          case 414 -> new LimitError.UrlTooLong(settings.limits().urlBytes());
          case 431 -> new LimitError.HeadersTooLarge(settings.limits().headerBytes());
          default ->
              isOurs(status) ? new LimitError.Internal() : new LimitError.BadRequest(explanation);
        };
    ApiResponse answer = settings.errors().respond(error);
    return new ApiResponse(status, null, answer.headers(), answer.body());
  }

  /** A version of HTTP that nobody knows is the client's fault, whatever its number says. */
  private static boolean isOurs(int status) {
    return status >= 500 && status != 505;
  }
}
