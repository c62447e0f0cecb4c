package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.LimitError;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.cdc.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one transaction after the other to the sockets, each event written once for an audience.
 * Guarded by the hub's boundary.
 */
final class Delivering {
  private final Lanes lanes;
  private final Traffic traffic;
  private final Observer observer;
  private final BiConsumer<Audience, ApiError> failed;
  private final Set<Socket> dirty = new LinkedHashSet<>();
  private final Map<Audience, List<Delivery>> marked = new LinkedHashMap<>();

  Delivering(
      Lanes lanes, Traffic traffic, Observer observer, BiConsumer<Audience, ApiError> failed) {
    this.lanes = lanes;
    this.traffic = traffic;
    this.observer = observer;
    this.failed = failed;
  }

  /** A row changed. */
  void row(TableAudiences table, Change.Row change, Passing transaction) {
    List<Audience> found = new ArrayList<>();
    table.candidates(change, found::add);
    for (Audience audience : found) {
      if (!audience.stopped()) {
        guarded(audience, change, transaction);
      }
    }
  }

  /** What goes wrong for one audience ends that one. */
  private void guarded(Audience audience, Change.Row change, Passing transaction) {
    try {
      row(audience, change, transaction);
    } catch (ApiException e) {
      stop(audience, e.error());
    } catch (RuntimeException bug) {
      observer.observe(new Observation.Failure(Component.WEBSOCKET, "a realtime event", bug));
      stop(audience, new LimitError.Internal());
    }
  }

  private void stop(Audience audience, ApiError error) {
    audience.stop();
    failed.accept(audience, error);
  }

  private void row(Audience audience, Change.Row change, Passing transaction) {
    Judgement judgement =
        new Judgement(audience.interest(), audience.binding(), change, transaction);
    if (judgement.open()) {
      open(audience, judgement, transaction);
      return;
    }
    traffic.decided(audience.binding());
    RowEvent event = judgement.event();
    if (event != null) {
      send(audience, audience.interest().encoder().row(event), transaction);
    }
  }

  private void open(Audience audience, Judgement judgement, Passing transaction) {
    Undecided place = new Undecided();
    List<Socket> sockets = new ArrayList<>(audience.seats().size());
    boolean marks = audience.interest().marks();
    for (Seat seat : audience.seats()) {
      if (marks || !seat.saw(transaction)) {
        sockets.add(seat.member().socket());
      }
    }
    if (marks) {
      mark(audience, place);
    } else {
      sockets.forEach(socket -> socket.enqueue(place));
    }
    dirty.addAll(sockets);
    lanes.add(new Lanes.OpenCase(judgement, audience, place, sockets));
  }

  /** The table was truncated. */
  void truncated(TableAudiences table, Change.Truncate change, Passing transaction) {
    for (Audience audience : table.all()) {
      Frame frame =
          audience
              .interest()
              .encoder()
              .truncated(change.table(), transaction.at(change), transaction.committedAt());
      if (frame != null && !audience.stopped()) {
        send(audience, frame, transaction);
      }
    }
  }

  /**
   * What was wanted between marks of a transaction that was not delivered to its end is not sent.
   */
  void abandon() {
    marked.clear();
  }

  /** Something cannot be delivered: who hears of the table must read it anew. */
  void resync(TableAudiences table, Passing transaction, String reason) {
    for (Audience audience : table.all()) {
      Frame frame =
          audience.interest().encoder().resync(transaction.epoch(), transaction.end(), reason);
      if (frame != null) {
        traffic.resyncs.add(audience.seats().size());
        audience.seats().forEach(seat -> put(seat.member().socket(), frame));
      }
    }
  }

  private void send(Audience audience, Frame frame, Passing transaction) {
    if (audience.interest().marks()) {
      mark(audience, new Known(frame));
      return;
    }
    for (Seat seat : audience.seats()) {
      if (!seat.saw(transaction)) {
        put(seat.member().socket(), frame);
      }
    }
  }

  private void put(Socket socket, Frame frame) {
    socket.enqueue(frame);
    dirty.add(socket);
  }

  private void mark(Audience audience, Delivery delivery) {
    marked.computeIfAbsent(audience, some -> new ArrayList<>()).add(delivery);
  }

  /** The transaction ends: what is wanted between marks goes out. */
  void end(Passing transaction) {
    marked.forEach((audience, deliveries) -> end(audience, deliveries, transaction));
    marked.clear();
  }

  private void end(Audience audience, List<Delivery> deliveries, Passing transaction) {
    EventEncoder encoder = audience.interest().encoder();
    @Nullable Frame begin =
        encoder.begin(transaction.xid(), transaction.begin(), transaction.committedAt());
    @Nullable Frame commit =
        encoder.commit(transaction.xid(), transaction.end(), transaction.committedAt());
    Marked all = new Marked(begin, deliveries, commit);
    for (Seat seat : audience.seats()) {
      if (!seat.saw(transaction)) {
        seat.member().socket().enqueue(all);
        dirty.add(seat.member().socket());
      }
    }
  }

  /** Lets everything go out that was put into queues. */
  void flush() {
    dirty.forEach(Socket::drain);
    dirty.clear();
  }
}
