package dev.pgext.response;

import dev.pgext.error.Header;
import java.util.List;

/** A response before {@code response.status} and {@code response.headers} change it. */
@SuppressWarnings("ArrayRecordComponent") // the body goes to the socket as it is
record Draft(int status, List<Header> headers, byte[] body) {
  static final byte[] NO_BODY = new byte[0];

  Draft {
    headers = List.copyOf(headers);
  }

  static Header contentLength(byte[] body) {
    return new Header("Content-Length", Integer.toString(body.length));
  }
}
