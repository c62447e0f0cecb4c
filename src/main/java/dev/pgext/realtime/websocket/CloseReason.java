package dev.pgext.realtime.websocket;

import dev.pgext.error.ApiError;
import dev.pgext.error.ErrorBody;
import java.nio.charset.StandardCharsets;

/** Why a socket is closed, as far as 123 bytes can say it. */
final class CloseReason {
  private static final int LIMIT = 123;

  private CloseReason() {}

  /** The error's JSON; its code where that is too long. */
  static String of(ApiError error) {
    byte[] minimal = ErrorBody.minimal(error);
    return minimal.length <= LIMIT
        ? new String(minimal, StandardCharsets.UTF_8)
        : "{\"code\":\"" + error.code() + "\"}";
  }
}
