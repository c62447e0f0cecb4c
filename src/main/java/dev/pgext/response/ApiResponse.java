package dev.pgext.response;

import dev.pgext.error.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response, ready to be written.
 *
 * @param reason the status line's text where it is not the standard one
 * @param body empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // the body goes to the socket as it is
public record ApiResponse(int status, @Nullable String reason, List<Header> headers, byte[] body) {
  public ApiResponse {
    headers = List.copyOf(headers);
  }
}
