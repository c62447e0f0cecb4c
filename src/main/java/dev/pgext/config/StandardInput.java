package dev.pgext.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The process's standard input, kept so that a reload finds what the start read. Thread-safe. */
public final class StandardInput {

  private final InputStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private byte @Nullable [] content;

  public StandardInput(InputStream stream) {
    this.stream = stream;
  }

  /** All of it, read at the first call. */
  byte[] content() throws IOException {
    lock.lock();
    try {
      byte[] known = content;
      if (known == null) {
        known = stream.readAllBytes();
        content = known;
      }
      return known.clone();
    } finally {
      lock.unlock();
    }
  }
}
