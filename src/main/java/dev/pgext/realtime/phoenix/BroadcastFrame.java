package dev.pgext.realtime.phoenix;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes the binary frame that broadcasts arrive in: {@code 04}, three lengths, the encoding, then
 * the texts and the payload.
 */
public final class BroadcastFrame {
  private static final int KIND = 4;
  private static final int HEADER = 5;
  private static final int LONGEST = 255;
  private static final byte[] NOTHING = {};

  private BroadcastFrame() {}

  /** Writes the frame; empty where a text is longer than its length can say. */
  public static Optional<byte[]> write(String topic, UserBroadcast broadcast) {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    byte[] event = broadcast.event().getBytes(StandardCharsets.UTF_8);
    byte[] given = broadcast.meta();
    byte[] meta = given == null ? NOTHING : given;
    if (name.length > LONGEST || event.length > LONGEST || meta.length > LONGEST) {
      return Optional.empty();
    }
    int texts = name.length + event.length + meta.length;
    ByteArrayOutputStream frame =
        new ByteArrayOutputStream(HEADER + texts + broadcast.payload().length);
    frame.write(KIND);
    frame.write(name.length);
    frame.write(event.length);
    frame.write(meta.length);
    frame.write(broadcast.encoding().code());
    frame.writeBytes(name);
    frame.writeBytes(event);
    frame.writeBytes(meta);
    frame.writeBytes(broadcast.payload());
    return Optional.of(frame.toByteArray());
  }
}
