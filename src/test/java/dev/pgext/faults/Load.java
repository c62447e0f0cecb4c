package dev.pgext.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/**
 * Clients that send without pause until closed, each on its own connection. What goes wrong is
 * kept, not thrown: {@link #faults}.
 */
final class Load implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean ending;

  /**
   * Begins.
   *
   * @param calls for each client what it sends as its n-th request
   * @param check throws AssertionError for an answer that should not be
   */
  static Load start(
      int port, int clients, IntFunction<LongFunction<Call>> calls, BiConsumer<Call, Reply> check) {
    Load load = new Load();
    for (int i = 0; i < clients; i++) {
      LongFunction<Call> of = calls.apply(i);
      load.threads.add(
          Thread.ofVirtual().name("client-" + i).start(() -> load.run(port, of, check)));
    }
    return load;
  }

  private void run(int port, LongFunction<Call> calls, BiConsumer<Call, Reply> check) {
    try (Client client = new Client(port)) {
      for (long i = 0; !ending; i++) {
        Call call = calls.apply(i);
        Reply reply = client.send(call);
        answered.incrementAndGet();
        check.accept(call, reply);
      }
    } catch (IOException | AssertionError fault) {
      faults.add(Thread.currentThread().getName() + ": " + fault);
    }
  }

  /** Answers so far. */
  long answered() {
    return answered.get();
  }

  /** What ended a client before its time. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Waits for the answers that are under way, and stops. */
  @Override
  public void close() {
    ending = true;
    threads.forEach(Load::await);
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
