package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiError;
import dev.pgext.error.ErrorBody;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a broadcast sent over HTTP. Nobody writes to its array.
 *
 * @param body JSON in UTF-8; empty where there is nothing to say
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record BroadcastAnswer(int status, byte[] body) {

  /** It is on its way. */
  static BroadcastAnswer accepted() {
    return new BroadcastAnswer(202, new byte[0]);
  }

  static BroadcastAnswer of(ApiError error) {
    return new BroadcastAnswer(error.status(), ErrorBody.verbose(error));
  }

  /** As Supabase says it; the text has nothing that JSON would escape. */
  static BroadcastAnswer refused(int status, String message) {
    String body = "{\"message\":\"" + message + "\",\"error\":\"" + message + "\"}";
    return new BroadcastAnswer(status, body.getBytes(StandardCharsets.UTF_8));
  }
}
