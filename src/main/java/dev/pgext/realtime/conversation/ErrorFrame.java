package dev.pgext.realtime.conversation;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.protocol.ServerMessage;
import org.jspecify.annotations.Nullable;

/** A fault as a websocket's client sees it: the same members as REST answers. */
final class ErrorFrame {
  private ErrorFrame() {}

  static Frame of(@Nullable String id, ApiError error) {
    return Frame.text(
        ServerMessage.of("error")
            .with("id", id)
            .with("code", error.code())
            .with("message", error.message())
            .withValue("details", error.details())
            .with("hint", error.hint())
            .bytes());
  }
}
