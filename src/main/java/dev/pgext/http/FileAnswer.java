package dev.pgext.http;

import dev.pgext.error.Header;
import dev.pgext.request.RawRequest;
import dev.pgext.response.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for a file: whole, compressed, or that the browser has it already. A
 * browser asks each time whether its copy is still the current one, so that a deployed page is seen
 * at once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2">RFC 9110, section 13.1.2:
 *     If-None-Match</a>
 */
final class FileAnswer {
  private static final byte[] NO_BODY = new byte[0];

  private FileAnswer() {}

  /** Whether a request reads; files know nothing else. */
  static boolean isRead(RawRequest head) {
    return head.method().equals("GET") || head.method().equals("HEAD");
  }

  static Answer of(RawRequest head, WebFile file, List<Header> added) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("ETag", file.etag()));
    headers.add(new Header("Cache-Control", "public, no-cache"));
    headers.add(new Header("Vary", "Accept-Encoding"));
    headers.addAll(added);
    if (isKnown(head.header("If-None-Match"), file.etag())) {
      return new Answer(new ApiResponse(304, null, headers, NO_BODY), null, true);
    }
    byte[] gzip = takesGzip(head.header("Accept-Encoding")) ? file.gzip() : null;
    byte[] content = gzip == null ? file.content() : gzip;
    headers.add(new Header("Content-Type", file.mediaType()));
    headers.add(new Header("X-Content-Type-Options", "nosniff"));
    headers.add(new Header("Content-Length", Integer.toString(content.length)));
    if (gzip != null) {
      headers.add(new Header("Content-Encoding", "gzip"));
    }
    return new Answer(new ApiResponse(200, null, headers, content), null, true);
  }

  private static boolean isKnown(@Nullable String known, String etag) {
    if (known == null) {
      return false;
    }
    for (String one : known.split(",", -1)) {
      String candidate = one.strip();
      if (candidate.equals("*") || candidate.equals(etag) || ("W/" + candidate).equals(etag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean takesGzip(@Nullable String accepted) {
    if (accepted == null) {
      return false;
    }
    for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String coding = one.replace(" ", "");
      if (coding.equals("gzip") || coding.startsWith("gzip;")) {
        return !coding.matches("gzip;q=0(\\.0*)?");
      }
    }
    return false;
  }
}
