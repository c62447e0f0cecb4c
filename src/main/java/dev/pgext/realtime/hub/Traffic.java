package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.observe.Meter;
import dev.pgext.realtime.row.RowRule;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what sockets do. Thread-safe. */
public final class Traffic {
  final LongAdder sockets = new LongAdder();
  final LongAdder subscriptions = new LongAdder();
  final LongAdder deliveries = new LongAdder();
  final LongAdder queuedMessages = new LongAdder();
  final LongAdder queuedBytes = new LongAdder();
  final LongAdder slowConsumers = new LongAdder();
  final LongAdder faults = new LongAdder();
  final LongAdder resyncs = new LongAdder();
  final LongAdder changes = new LongAdder();
  final LongAdder decidedWithoutRule = new LongAdder();
  final LongAdder decidedHere = new LongAdder();
  final LongAdder decidedBySql = new LongAdder();

  /** A websocket was opened, or, with a negative number, closed. */
  public void sockets(int change) {
    sockets.add(change);
  }

  /** All of it, for the page of metrics. */
  public List<Meter> meters() {
    return List.of(
        Meter.gauge("pgext_realtime_websockets", "Open websockets", sockets::sum),
        Meter.gauge("pgext_realtime_subscriptions", "Subscriptions to tables", subscriptions::sum),
        Meter.counter("pgext_realtime_changes", "Changes of rows dispatched", changes::sum),
        Meter.counter("pgext_realtime_deliveries", "Messages sent", deliveries::sum),
        Meter.gauge("pgext_realtime_queued_messages", "Messages queued", queuedMessages::sum),
        Meter.gauge("pgext_realtime_queued_bytes", "Bytes queued", queuedBytes::sum),
        Meter.counter(
            "pgext_realtime_slow_consumers", "Websockets closed as too slow", slowConsumers::sum),
        Meter.counter("pgext_realtime_faults", "Faulty messages of clients", faults::sum),
        Meter.counter("pgext_realtime_resyncs", "Subscriptions told to resync", resyncs::sum),
        decisions("none", decidedWithoutRule),
        decisions("index", decidedHere),
        decisions("sql", decidedBySql));
  }

  private static Meter decisions(String path, LongAdder count) {
    return Meter.counter(
            "pgext_realtime_visibility_checks", "Decisions who may see a change", count::sum)
        .tagged("path", path);
  }

  /** How many websockets are open. */
  public long openSockets() {
    return sockets.sum();
  }

  /** How many subscriptions there are. */
  public long openSubscriptions() {
    return subscriptions.sum();
  }

  /** How many messages were sent or wait to be. */
  public long deliveries() {
    return deliveries.sum();
  }

  /** How many messages wait to be sent. */
  public long waitingMessages() {
    return queuedMessages.sum();
  }

  void queued(int messages, long bytes) {
    if (messages > 0) {
      deliveries.add(messages);
    }
    queuedMessages.add(messages);
    queuedBytes.add(bytes);
  }

  /** An event was decided without asking. */
  void decided(Binding binding) {
    boolean everyRow = binding.access().rule() instanceof RowRule.All;
    (everyRow ? decidedWithoutRule : decidedHere).increment();
  }

  void tooSlow() {
    slowConsumers.increment();
  }

  void faulty(ApiError error) {
    faults.increment();
  }
}
