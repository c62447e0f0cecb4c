package dev.pgext.realtime.phoenix;

import org.jspecify.annotations.Nullable;

/** Writes text frames, in UTF-8. Pure and thread-safe. */
public final class FrameWriter {
  private static final int OVERHEAD = 96;

  private FrameWriter() {}

  /**
   * Writes a frame.
   *
   * @param joinRef null, or that of the channel's present join: clients drop every other
   * @param payload a JSON object, never null: clients look into it
   */
  public static byte[] text(
      Vsn vsn,
      @Nullable String joinRef,
      @Nullable String ref,
      String topic,
      String event,
      byte[] payload) {
    return switch (vsn) {
      case V1 -> object(joinRef, ref, topic, event, payload);
      case V2 -> array(joinRef, ref, topic, event, payload);
    };
  }

  private static byte[] object(
      @Nullable String joinRef, @Nullable String ref, String topic, String event, byte[] payload) {
    return new JsonBytes(payload.length + OVERHEAD)
        .raw("{\"topic\":")
        .string(topic)
        .raw(",\"event\":")
        .string(event)
        .raw(",\"payload\":")
        .raw(payload)
        .raw(",\"ref\":")
        .string(ref)
        .raw(",\"join_ref\":")
        .string(joinRef)
        .raw("}")
        .toBytes();
  }

  private static byte[] array(
      @Nullable String joinRef, @Nullable String ref, String topic, String event, byte[] payload) {
    return new JsonBytes(payload.length + OVERHEAD)
        .raw("[")
        .string(joinRef)
        .raw(",")
        .string(ref)
        .raw(",")
        .string(topic)
        .raw(",")
        .string(event)
        .raw(",")
        .raw(payload)
        .raw("]")
        .toBytes();
  }
}
