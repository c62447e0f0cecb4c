package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends one subscription what it missed. Thread-safe; blocks. */
final class Replays {
  private static final String TOO_LARGE =
      "A transaction that changed the table was larger than realtime-max-transaction";

  private final Decider decider;
  private final Gates gates;

  Replays(Decider decider, Gates gates) {
    this.decider = decider;
    this.gates = gates;
  }

  /**
   * Sends what these transactions are to one subscription, as its viewer may see it now.
   *
   * @throws dev.pgext.error.ApiException where a policy or filter fails
   */
  void deliver(Member member, Route route, Missed missed) throws InterruptedException {
    for (Transaction transaction : missed.transactions()) {
      if (member.ended()) {
        return;
      }
      send(member.socket(), frames(route, transaction, missed.passing(transaction), null));
    }
  }

  /**
   * What a transaction is to one subscription.
   *
   * @param after changes up to there were seen; null where none was
   * @throws dev.pgext.error.ApiException where a policy or filter fails
   */
  List<Placed> frames(Route route, Transaction transaction, Passing passing, @Nullable Cursor after)
      throws InterruptedException {
    Interest interest = route.interest();
    List<Placed> frames = new ArrayList<>();
    skipped(transaction, passing, route, frames);
    frames.addAll(frames(steps(transaction, passing, route, after), interest));
    return marked(frames, interest, passing);
  }

  /** Whether it is of the table, and that was not gated then. */
  private boolean delivered(TableShape table, Change change, Passing passing, Route route) {
    return route.concerns(table) && !gates.gated(table.oid(), passing.at(change));
  }

  private static void skipped(
      Transaction transaction, Passing passing, Route route, List<Placed> frames) {
    boolean concerned = transaction.skipped().stream().anyMatch(route::concerns);
    if (concerned) {
      Frame frame = route.interest().encoder().resync(passing.epoch(), passing.end(), TOO_LARGE);
      if (frame != null) {
        frames.add(new Placed(Cursor.END, frame));
      }
    }
  }

  private List<Step> steps(
      Transaction transaction, Passing passing, Route route, @Nullable Cursor after) {
    List<Step> steps = new ArrayList<>();
    for (Change change : transaction.changes()) {
      Step step =
          after != null && passing.at(change).compareTo(after) <= 0
              ? null
              : step(change, passing, route);
      if (step != null) {
        steps.add(step);
      }
    }
    return steps;
  }

  private @Nullable Step step(Change change, Passing passing, Route route) {
    return switch (change) {
      case Change.Row row ->
          delivered(row.table(), row, passing, route)
              ? new Step(
                  row.index(),
                  new Judgement(route.interest(), route.binding(row.table()), row, passing),
                  null)
              : null;
      case Change.Truncate truncate ->
          delivered(truncate.table(), truncate, passing, route)
              ? new Step(
                  truncate.index(),
                  null,
                  route
                      .interest()
                      .encoder()
                      .truncated(truncate.table(), passing.at(change), passing.committedAt()))
              : null;
      case Change.Message message ->
          gates.opens(route.bound().table().shape().oid(), passing.at(message))
              ? new Step(
                  message.index(),
                  null,
                  route
                      .interest()
                      .encoder()
                      .resync(passing.epoch(), passing.end(), Dispatch.UNGATED))
              : null;
      case Change.Described described -> null;
    };
  }

  private List<Placed> frames(List<Step> steps, Interest interest) throws InterruptedException {
    List<Judgement> open = new ArrayList<>();
    for (Step step : steps) {
      if (step.judgement() != null && step.judgement().open()) {
        open.add(step.judgement());
      }
    }
    if (!open.isEmpty()) {
      raise(decider.decide(open));
    }
    List<Placed> frames = new ArrayList<>();
    for (Step step : steps) {
      RowEvent event = step.judgement() == null ? null : step.judgement().event();
      Frame frame = event == null ? step.frame() : interest.encoder().row(event);
      if (frame != null) {
        frames.add(new Placed(step.index(), frame));
      }
    }
    return frames;
  }

  /** A row's judgement, or a frame that is certain. */
  private record Step(int index, @Nullable Judgement judgement, @Nullable Frame frame) {}

  private static void raise(List<@Nullable ApiError> errors) {
    for (ApiError error : errors) {
      if (error != null) {
        throw error.asException();
      }
    }
  }

  /** Between its marks, a transaction's messages come together at its end. */
  private static List<Placed> marked(List<Placed> frames, Interest interest, Passing passing) {
    if (!interest.marks()) {
      return frames;
    }
    EventEncoder encoder = interest.encoder();
    List<Delivery> known =
        frames.stream().<Delivery>map(placed -> new Known(placed.frame())).toList();
    Marked all =
        new Marked(
            encoder.begin(passing.xid(), passing.begin(), passing.committedAt()),
            known,
            encoder.commit(passing.xid(), passing.end(), passing.committedAt()));
    List<Frame> marked = all.frames();
    return marked == null
        ? frames
        : marked.stream().map(frame -> new Placed(Cursor.END, frame)).toList();
  }

  /** Sends as fast as the client reads. */
  private static void send(Socket socket, List<Placed> frames) throws InterruptedException {
    for (Placed placed : frames) {
      if (!socket.awaitRoom()) {
        return;
      }
      socket.send(placed.frame());
    }
  }
}
