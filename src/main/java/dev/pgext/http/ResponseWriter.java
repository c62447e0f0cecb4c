package dev.pgext.http;

import dev.pgext.error.Header;
import dev.pgext.response.ApiResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes a response to Jetty; the body's bytes are not copied. Thread-safe. */
final class ResponseWriter {
  private final HttpField server;

  /** Names the server {@code product} in each response. */
  ResponseWriter(String product) {
    this.server = new HttpField(HttpHeader.SERVER, product);
  }

  void write(ApiResponse answer, Request request, Response response, Callback callback) {
    String reason = answer.reason() == null ? ReasonPhrase.of(answer.status()) : answer.reason();
    if (reason != null) {
      request.addHttpStreamWrapper(stream -> new ReasonStream(stream, reason));
    }
    response.setStatus(answer.status());
    fill(response.getHeaders(), answer);
    if ("HEAD".equals(request.getMethod())) {
      writeHead(response, callback);
      return;
    }
    response.write(
        true, answer.body().length == 0 ? null : ByteBuffer.wrap(answer.body()), callback);
  }

  /**
   * Without a length of our own nothing is said of it: Jetty would say zero of a whole response.
   */
  private static void writeHead(Response response, Callback callback) {
    if (response.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
      response.write(true, null, callback);
      return;
    }
    response.write(
        false, null, Callback.from(() -> response.write(true, null, callback), callback::failed));
  }

  /** Sets the headers of {@code answer} and the server's name. */
  void fill(HttpFields.Mutable headers, ApiResponse answer) {
    headers.put(server);
    for (Header header : answer.headers()) {
      if (header.name().equalsIgnoreCase("Server")) {
        headers.put(header.name(), latin1(header.value()));
      } else {
        headers.add(header.name(), latin1(header.value()));
      }
    }
  }

  /** Jetty writes each character as one byte; the bytes must be UTF-8's. */
  private static String latin1(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0x7F) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return value;
  }

  /** Sends a reason phrase that is not Jetty's. */
  private static final class ReasonStream extends HttpStream.Wrapper {
    private final String reason;

    ReasonStream(HttpStream stream, String reason) {
      super(stream);
      this.reason = latin1(reason.replaceAll("\\p{Cntrl}", " "));
    }

    @Override
    public void send(
        MetaData.Request request,
        MetaData.Response response,
        boolean last,
        ByteBuffer content,
        Callback callback) {
      super.send(request, response == null ? null : named(response), last, content, callback);
    }

    private MetaData.Response named(MetaData.Response response) {
      return new MetaData.Response(
          response.getStatus(),
          reason,
          response.getHttpVersion(),
          response.getHttpFields(),
          response.getContentLength());
    }
  }
}
