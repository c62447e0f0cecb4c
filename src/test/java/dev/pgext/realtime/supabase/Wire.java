package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket that keeps what is sent. A place that is kept holds back what follows, as the hub's. */
final class Wire implements Session {
  final List<String> sent = new ArrayList<>();
  final List<ApiError> faults = new ArrayList<>();
  private final List<Frame> behind = new ArrayList<>();
  private boolean reserved;
  @Nullable Integer closed;
  @Nullable Cursor asked;
  @Nullable Cursor acknowledged;
  boolean broken;

  @Override
  public String id() {
    return "wire";
  }

  @Override
  public synchronized void send(Frame frame) {
    if (reserved) {
      behind.add(frame);
    } else {
      sent.add(text(frame));
    }
  }

  private static String text(Frame frame) {
    return frame.isBinary()
        ? StandardCharsets.ISO_8859_1.decode(frame.buffer()).toString()
        : frame.toString();
  }

  @Override
  public synchronized Consumer<List<Frame>> reserve() {
    reserved = true;
    return frames -> {
      reserved = false;
      frames.forEach(this::send);
      behind.forEach(this::send);
      behind.clear();
    };
  }

  @Override
  public void confirm(Cursor position) {
    asked = position;
    if (broken) {
      throw new IllegalStateException("a bug");
    }
  }

  @Override
  public @Nullable Cursor acknowledged() {
    return acknowledged;
  }

  @Override
  public void close(int code, String reason) {
    closed = code;
  }

  @Override
  public boolean isOpen() {
    return closed == null;
  }

  @Override
  public void faulty(ApiError error) {
    faults.add(error);
  }

  /** What was sent since the last call. */
  synchronized List<String> next() {
    List<String> next = List.copyOf(sent);
    sent.clear();
    return next;
  }
}
