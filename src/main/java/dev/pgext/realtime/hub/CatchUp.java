package dev.pgext.realtime.hub;

import dev.pgext.error.LimitError;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.hub.Seating.Place;
import dev.pgext.realtime.hub.SnapshotReader.Snapshot;
import dev.pgext.realtime.hub.SubscriptionListener.Live;
import dev.pgext.realtime.hub.SubscriptionListener.Part;
import dev.pgext.realtime.log.Replay;
import dev.pgext.realtime.visibility.Viewer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Brings a new subscription to where the dispatcher is, beside it: binds it, reads its snapshot,
 * replays what it missed, and seats it between two transactions, at the very place up to which it
 * has everything. Thread-safe; blocks.
 */
final class CatchUp {
  private static final Duration REBUILDING = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int AT_ONCE = 4;

  private final Hub hub;
  private final HubServices services;
  private final Replays replays;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Map<Socket, Convoy> convoys = new HashMap<>();

  CatchUp(Hub hub, HubServices services, Replays replays) {
    this.hub = hub;
    this.services = services;
    this.replays = replays;
  }

  /**
   * Seats a member.
   *
   * @throws dev.pgext.error.ApiException where the subscription is refused
   */
  void run(Member member) throws InterruptedException {
    SubscriptionRequest request = member.request();
    if (request.severalTables()) {
      wholeSchema(member);
    } else if (request.snapshot()) {
      withSnapshot(member, bind(member, member.viewer()));
    } else if (request.since() != null) {
      since(member, bind(member, member.viewer()), request.since());
    } else {
      fromNow(member);
    }
  }

  private void wholeSchema(Member member) {
    hub.atBoundary(
        position -> {
          if (!member.ended()) {
            hub.seating().seatInSchema(member);
            member.live(new Live(position, List.of(), List.of(), true));
            member.settled();
          }
          return position;
        });
  }

  private void fromNow(Member member) {
    boolean seated = false;
    while (!seated) {
      Bound bound = bind(member, member.viewer());
      seated =
          hub.atBoundary(
              position -> {
                if (!current(member, bound)) {
                  return false;
                }
                if (!member.ended()) {
                  member.live(live(bound, position));
                  sit(member, bound, position);
                }
                return true;
              });
    }
  }

  /** At the boundary: with the socket's others, if those are still on their way. */
  private void sit(Member member, Bound bound, Cursor position) {
    synchronized (convoys) {
      Convoy convoy = convoys.get(member.socket());
      if (convoy != null) {
        convoy.join(new Traveller(member, route(bound), position));
        return;
      }
    }
    seat(member, bound, null);
    member.settled();
  }

  private Route route(Bound bound) {
    return new Route(services.binder(), bound);
  }

  /** A member's table as its viewer may see it now. Asks the database. */
  Bound bind(Member member, Viewer viewer) {
    SubscriptionRequest request = member.request();
    Interest wanted = Interest.of(request, viewer, Tables.name(request));
    TableDescription table = services.binder().describe(wanted);
    long before = hub.atBoundary(position -> hub.seating().redefinitions(table.shape().oid()));
    Interest interest = Interest.of(request, viewer, table.shape().name());
    return new Bound(interest, table, services.binder().bind(table, interest, null), before);
  }

  /** Whether policies, grants and the viewer are still those of the binding. At the boundary. */
  boolean current(Member member, Bound bound) {
    int oid = bound.table().shape().oid();
    return hub.seating().redefinitions(oid) == bound.redefinitions()
        && member.viewer().equals(bound.interest().viewer());
  }

  /** A seat remembers a snapshot only where positions do not tell when that is over. */
  void seat(Member member, Bound bound, @Nullable SeenSnapshot seen) {
    boolean placed = seen != null && seen.taken() != null;
    Place place = new Place(bound.binding(), placed ? null : seen);
    hub.seating().reseat(member, bound.table(), bound.interest(), place);
    if (seen != null && placed) {
      hub.newcomers().add(member, seen);
    }
  }

  private static Live live(Bound bound, Cursor position) {
    Binding binding = bound.binding();
    return new Live(position, binding.described(), bound.table().key(), binding.deletesLimited());
  }

  private void withSnapshot(Member member, Bound bound) throws InterruptedException {
    Cursor start = hub.currentPosition();
    member.live(live(bound, start));
    Snapshot snapshot = services.snapshots().read(bound.interest(), bound.binding());
    Cursor begin = start.with(snapshot.seen());
    RowArrays parts = new RowArrays(snapshot.rows());
    while (parts.hasNext()) {
      byte[] rows = parts.next();
      if (!member.socket().awaitRoom()) {
        return;
      }
      member.listener().snapshot(new Part(rows, begin, !parts.hasNext()));
    }
    Missed unseen = hub.atBoundary(position -> hub.recent().missingIn(snapshot.seen(), start));
    replays.deliver(member, route(bound), unseen);
    travel(member.socket(), List.of(new Traveller(member, route(bound), begin)), false);
  }

  /**
   * Clients can write cursors themselves: a snapshot that is from the future would be waited for at
   * every commit until then.
   */
  private Cursor plausible(Cursor given) {
    SeenSnapshot seen = given.seen();
    return seen == null ? given : given.with(seen.notBehind(services.snapshots().now()));
  }

  private void since(Member member, Bound bound, Cursor given) throws InterruptedException {
    Cursor since = plausible(given);
    Replay replay = replay(since);
    if (replay instanceof Replay.Resync resync) {
      resync(member, resync.reason());
      return;
    }
    member.live(live(bound, since));
    travel(member.socket(), List.of(new Traveller(member, route(bound), since)), true);
  }

  /** Those of a socket go to the dispatcher, with whoever else of it does. */
  void travel(Socket socket, List<Traveller> travellers, boolean gathering)
      throws InterruptedException {
    Convoy convoy = new Convoy(socket, hub, this, services);
    synchronized (convoys) {
      Convoy present = convoys.putIfAbsent(socket, convoy);
      travellers.forEach((present == null ? convoy : present)::join);
      if (present != null) {
        return;
      }
    }
    try {
      if (gathering) {
        convoy.gather();
      }
      convoy.run();
    } catch (RuntimeException | Error bug) {
      convoy.giveUp(new LimitError.Internal());
      throw bug;
    } finally {
      over(socket, convoy);
    }
  }

  void over(Socket socket, Convoy convoy) {
    synchronized (convoys) {
      convoys.remove(socket, convoy);
    }
  }

  Replays replays() {
    return replays;
  }

  Semaphore turns() {
    return turns;
  }

  /** Guards who joins which convoy, and when those end. */
  Object gate() {
    return convoys;
  }

  /** After a restart the log is being read again: a cursor may lie ahead of it for a moment. */
  private Replay replay(Cursor since) throws InterruptedException {
    long end = System.nanoTime() + REBUILDING.toNanos();
    Replay replay = services.log().since(since);
    while (replay instanceof Replay.Resync && ahead(since) && System.nanoTime() < end) {
      Thread.sleep(POLL);
      replay = services.log().since(since);
    }
    return replay;
  }

  private boolean ahead(Cursor since) {
    Cursor end = services.log().end();
    return since.epoch() == end.epoch() && since.compareTo(end) > 0;
  }

  /** The cursor is of no use: it is live from now on, and told so. */
  void resync(Member member, String reason) {
    fromNow(member);
    hub.atBoundary(
        position -> {
          tellResync(member, position, reason);
          return position;
        });
  }

  private void tellResync(Member member, Cursor position, String reason) {
    Frame frame = member.request().encoder().resync(position.epoch(), position, reason);
    if (frame != null) {
      services.traffic().resyncs.increment();
      member.socket().send(frame);
    }
  }

  /**
   * Seats a member anew under another viewer; false where something changed meanwhile.
   *
   * @throws dev.pgext.error.ApiException where the viewer may not have it
   */
  boolean move(Member member, Viewer viewer) {
    if (member.request().severalTables()) {
      hub.atBoundary(
          position -> {
            hub.seating().reseatInSchema(member);
            return position;
          });
      return true;
    }
    Bound bound = bind(member, viewer);
    return hub.atBoundary(
        position -> {
          if (!current(member, bound)) {
            return false;
          }
          if (!member.ended() && !member.seats().isEmpty()) {
            seat(member, bound, member.seats().get(0).seen());
          }
          return true;
        });
  }
}
