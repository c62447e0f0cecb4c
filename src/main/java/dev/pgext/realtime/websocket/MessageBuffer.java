package dev.pgext.realtime.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** Joins the frames of a message, and checks its size and its text. Confined to one socket. */
final class MessageBuffer {
  private @Nullable ByteArrayOutputStream earlier;

  /** The whole message where this frame is its last; null otherwise. */
  byte @Nullable [] add(ByteBuffer payload, boolean last, int limit) {
    int size = payload.remaining() + (earlier == null ? 0 : earlier.size());
    if (size > limit) {
      throw new MessageTooLargeException("At most " + limit + " bytes are accepted");
    }
    byte[] part = new byte[payload.remaining()];
    payload.get(part);
    if (last && earlier == null) {
      return part;
    }
    if (earlier == null) {
      earlier = new ByteArrayOutputStream(size);
    }
    earlier.writeBytes(part);
    if (!last) {
      return null;
    }
    byte[] whole = earlier.toByteArray();
    earlier = null;
    return whole;
  }

  /** The text of a message; what is not UTF-8 closes the socket, as the RFC has it. */
  static String text(byte[] message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      throw new BadPayloadException("Not valid UTF-8", e);
    }
  }
}
