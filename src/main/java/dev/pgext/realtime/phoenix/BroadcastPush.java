package dev.pgext.realtime.phoenix;

import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary frame that clients send broadcasts in: {@code 03}, five lengths, the encoding,
 * then the texts and the payload.
 */
public final class BroadcastPush {
  private static final int KIND = 3;
  private static final int HEADER = 7;
  private static final int ENCODING = 6;

  private final byte[] frame;
  private int at = HEADER;

  private BroadcastPush(byte[] frame) {
    this.frame = frame;
  }

  /**
   * Reads a binary frame.
   *
   * @throws MalformedFrameException where it is not one of this protocol
   */
  public static ClientFrame read(byte[] frame) {
    if (frame.length < HEADER || frame[0] != KIND) {
      throw new MalformedFrameException("A binary frame is of kind 3");
    }
    return new BroadcastPush(frame).frame();
  }

  private ClientFrame frame() {
    String joinRef = text(1);
    String ref = text(2);
    String topic = text(3);
    String event = text(4);
    byte[] meta = part(5);
    byte[] payload = Arrays.copyOfRange(frame, at, frame.length);
    UserBroadcast broadcast =
        new UserBroadcast(event, encoding(payload), payload, meta.length == 0 ? null : json(meta));
    return new ClientFrame(
        absent(joinRef), absent(ref), topic, new ClientMessage.Broadcast(broadcast));
  }

  private Encoding encoding(byte[] payload) {
    return switch (frame[ENCODING]) {
      case 0 -> Encoding.BINARY;
      case 1 -> {
        json(payload);
        yield Encoding.JSON;
      }
      default -> throw new MalformedFrameException("A payload is binary or JSON");
    };
  }

  private byte[] part(int length) {
    int size = frame[length] & 0xff;
    if (at + size > frame.length) {
      throw new MalformedFrameException("A length points behind the end of the frame");
    }
    at += size;
    return Arrays.copyOfRange(frame, at - size, at);
  }

  /** Supabase's client writes one byte for each character, whatever it is. */
  private String text(int length) {
    byte[] part = part(length);
    String text = Utf8.text(part, 0, part.length);
    return text == null ? new String(part, StandardCharsets.ISO_8859_1) : text;
  }

  /** Whoever gets it parses it, and would stumble. */
  private static byte[] json(byte[] bytes) {
    String text = Utf8.text(bytes, 0, bytes.length);
    if (text == null) {
      throw new MalformedFrameException("A JSON payload is not UTF-8");
    }
    Json.parse(text);
    return bytes;
  }

  private static @Nullable String absent(String text) {
    return text.isEmpty() ? null : text;
  }
}
