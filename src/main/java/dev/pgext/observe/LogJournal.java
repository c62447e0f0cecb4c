package dev.pgext.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Keeps what the log says in places that can be read later. Who observes only puts the event into a
 * bounded queue; what it says is written down on the thread {@code pgext-journal}. Where that falls
 * behind, events are left out, and an entry tells how many. Thread-safe.
 */
public final class LogJournal implements Observer, AutoCloseable {
  private static final int QUEUE = 8192;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<Severity> level;
  private final InstantSource clock;
  private final List<LogSink> sinks;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder leftOut = new LongAdder();
  private final Thread thread;
  private volatile boolean closed;

  private sealed interface Item {
    record Happened(Observation observation, Instant time) implements Item {}

    record End() implements Item {}
  }

  /** Begins to keep what happens. */
  public LogJournal(Supplier<Severity> level, InstantSource clock, List<LogSink> sinks) {
    this.level = level;
    this.clock = clock;
    this.sinks = List.copyOf(sinks);
    this.thread = Thread.ofPlatform().name("pgext-journal").daemon().start(this::run);
  }

  @Override
  public void observe(Observation observation) {
    boolean wanted = !closed && level.get().includes(Severities.of(observation));
    if (wanted && !queue.offer(new Item.Happened(observation, clock.instant()))) {
      leftOut.increment();
    }
  }

  private void run() {
    List<Item> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch);
        boolean ended = batch.stream().anyMatch(Item.End.class::isInstance);
        keep(batch);
        batch.clear();
        if (ended) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(List<Item> batch) {
    List<LogEntry> entries = new ArrayList<>();
    for (Item item : batch) {
      if (item instanceof Item.Happened happened) {
        LogEntry.of(happened.observation(), level.get(), happened.time()).ifPresent(entries::add);
      }
    }
    long lost = leftOut.sumThenReset();
    if (lost > 0) {
      String message = lost + " lines are left out here: they came too fast";
      entries.add(new LogEntry(clock.instant(), Severity.WARN, Component.API, message));
    }
    if (!entries.isEmpty()) {
      sinks.forEach(sink -> sink.keep(entries));
    }
  }

  /** Writes down what is in the queue, and ends. */
  @Override
  public void close() {
    closed = true;
    if (queue.offer(new Item.End())) {
      awaitEnd();
    }
    sinks.forEach(LogSink::close);
  }

  private void awaitEnd() {
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
