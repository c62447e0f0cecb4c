package dev.pgext.project.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as they are appended. A file that took its place is read from its beginning,
 * once the former one is read to its end.
 */
final class Tail implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final Path path;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private @Nullable FileChannel channel;
  private @Nullable Object key;

  Tail(Path path) {
    this.path = path;
  }

  /** The whole lines that came since the last call. */
  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    read(lines);
    if (replaced()) {
      close();
      read(lines);
    }
    return lines;
  }

  private boolean replaced() throws IOException {
    FileChannel open = channel;
    if (open == null || !Files.exists(path)) {
      return false;
    }
    boolean shorter = open.size() < open.position();
    return shorter || !Objects.equals(key, identity());
  }

  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private void read(List<String> lines) throws IOException {
    FileChannel open = open();
    if (open == null) {
      return;
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (open.read(chunk) > 0) {
      chunk.flip();
      while (chunk.hasRemaining()) {
        add(chunk.get(), lines);
      }
      chunk.clear();
    }
  }

  private void add(byte next, List<String> lines) {
    if (next != '\n') {
      unfinished.write(next);
      return;
    }
    lines.add(unfinished.toString(StandardCharsets.UTF_8));
    unfinished.reset();
  }

  private @Nullable FileChannel open() throws IOException {
    if (channel == null) {
      try {
        key = identity();
        channel = FileChannel.open(path);
      } catch (NoSuchFileException notYet) {
        return null;
      }
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    unfinished.reset();
  }
}
