package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.Transaction;
import dev.pgext.realtime.log.Replay;
import dev.pgext.realtime.visibility.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one socket that are on their way to the dispatcher: they get what they
 * missed in the order of commits across all of them, and arrive together. Confined to one thread,
 * but for {@link #join}, which takes the gate.
 */
final class Convoy {
  /** What is asked for in a row goes together. */
  private static final Duration GATHERING = Duration.ofMillis(20);

  private static final int MOST_GATHERINGS = 10;

  /** So few changes may come in while everybody sits already. */
  private static final int FEW = 100;

  /** After so many rounds it is however many: they may come faster than they are judged. */
  private static final int PATIENCE = 20;

  /** An unexpected condition, by RFC 6455 section 7.4.1. */
  private static final int UNEXPECTED = 1011;

  private final Socket socket;
  private final Hub hub;
  private final CatchUp catchUp;
  private final HubServices services;
  private final List<Traveller> joining = new ArrayList<>();
  private final List<Traveller> travellers = new ArrayList<>();
  private boolean arrived;

  Convoy(Socket socket, Hub hub, CatchUp catchUp, HubServices services) {
    this.socket = socket;
    this.hub = hub;
    this.catchUp = catchUp;
    this.services = services;
  }

  /** One more. Under the gate. */
  void join(Traveller traveller) {
    joining.add(traveller);
  }

  /** Waits until nobody has joined for a moment. */
  void gather() throws InterruptedException {
    int before = 0;
    for (int round = 0; round < MOST_GATHERINGS && joined() > before; round++) {
      before = joined();
      Thread.sleep(GATHERING);
    }
  }

  private int joined() {
    synchronized (catchUp.gate()) {
      return joining.size();
    }
  }

  /** Goes until everybody has arrived. Who of the socket sits already goes back, to go with it. */
  void run() throws InterruptedException {
    hub.atBoundary(this::recall);
    int rounds = 0;
    Optional<Arrival> arrival = Optional.empty();
    while (arrival.isEmpty()) {
      admit();
      go();
      rounds++;
      int made = rounds;
      arrival = hub.atBoundary(position -> tryArrive(position, made));
      if (arrival.isEmpty() && rounds > PATIENCE) {
        Thread.sleep(1);
      }
    }
    complete(arrival.get());
  }

  private Cursor recall(Cursor position) {
    for (Member member : hub.seating().seated(socket)) {
      travellers.add(new Traveller(member, null, position.with(hub.seenBy(member))));
      hub.seating().unseat(member);
    }
    return position;
  }

  private void go() throws InterruptedException {
    Cursor target = hub.atBoundary(this::outset);
    bind();
    catchUp.turns().acquire();
    try {
      prepare(target, true);
      replay(target, this::send);
    } finally {
      catchUp.turns().release();
    }
  }

  /** As fast as the client reads. While it does not, it is the turn of others. */
  private void send(List<Placed> messages) throws InterruptedException {
    for (Placed placed : messages) {
      if (!socket.hasRoom()) {
        awaitRoom();
      }
      socket.send(placed.frame());
    }
  }

  private void awaitRoom() throws InterruptedException {
    catchUp.turns().release();
    try {
      socket.awaitRoom();
    } finally {
      catchUp.turns().acquireUninterruptibly();
    }
  }

  private void admit() {
    synchronized (catchUp.gate()) {
      travellers.addAll(joining);
      joining.clear();
    }
    travellers.removeIf(traveller -> traveller.member().ended());
  }

  /** At the boundary: whose rights may have changed is bound anew. */
  private Cursor outset(Cursor position) {
    travellers.stream().filter(traveller -> !current(traveller)).forEach(Traveller::unbind);
    return position;
  }

  private boolean current(Traveller traveller) {
    Route route = traveller.route();
    return route != null && catchUp.current(traveller.member(), route.bound());
  }

  private void bind() {
    for (Traveller traveller : List.copyOf(travellers)) {
      try {
        route(traveller);
      } catch (ApiException refused) {
        leave(traveller, refused);
      }
    }
  }

  private void leave(Traveller traveller, ApiException reason) {
    travellers.remove(traveller);
    hub.end(traveller.member(), reason.error());
  }

  /**
   * Looks up what lies between everybody and a position.
   *
   * @param resync whether those for whom it cannot be had any more are told so, and begin there
   * @return whether it can be had for all
   */
  private boolean prepare(Cursor target, boolean resync) {
    boolean all = true;
    for (Traveller traveller : List.copyOf(travellers)) {
      switch (services.log().since(traveller.at())) {
        case Replay.Missed found ->
            traveller.prepare(Missed.of(found, traveller.at().epoch(), target));
        case Replay.Resync lost -> {
          all = false;
          if (resync) {
            travellers.remove(traveller);
            resync(traveller.member(), lost.reason());
          }
        }
      }
    }
    return all;
  }

  private void resync(Member member, String reason) {
    try {
      catchUp.resync(member, reason);
    } catch (ApiException refused) {
      hub.end(member, refused.error());
    }
  }

  private void replay(Cursor target, Sending sending) throws InterruptedException {
    for (Transaction next = earliest(); next != null; next = earliest()) {
      List<Placed> placed = new ArrayList<>();
      for (Traveller traveller : List.copyOf(travellers)) {
        Transaction own = traveller.next();
        if (own != null && own.commit().equals(next.commit())) {
          placed.addAll(frames(traveller, own));
        }
      }
      placed.sort(Comparator.comparingInt(Placed::index));
      sending.send(placed);
    }
    travellers.forEach(traveller -> traveller.reach(target));
  }

  /** Where messages go: to a client that may be slow, or into a place in its stream. */
  private interface Sending {
    void send(List<Placed> messages) throws InterruptedException;
  }

  private @Nullable Transaction earliest() {
    Transaction earliest = null;
    for (Traveller traveller : travellers) {
      Transaction next = traveller.next();
      if (next != null && (earliest == null || next.commit().compareTo(earliest.commit()) < 0)) {
        earliest = next;
      }
    }
    return socket.isOpen() ? earliest : null;
  }

  private List<Placed> frames(Traveller traveller, Transaction transaction)
      throws InterruptedException {
    Passing passing = traveller.take();
    // Who sat before it ended gets what comes before that: more of it may follow the place already.
    if (!arrived && traveller.member().ended()) {
      return List.of();
    }
    try {
      Route route = route(traveller);
      return catchUp.replays().frames(route, transaction, passing, traveller.at());
    } catch (ApiException failed) {
      leave(traveller, failed);
      return List.of();
    }
  }

  /** As its viewer is now: a token may be renewed on the way. */
  private Route route(Traveller traveller) {
    Member member = traveller.member();
    Route route = traveller.route();
    Viewer viewer = member.viewer();
    if (route == null || !route.interest().viewer().equals(viewer)) {
      route = new Route(services.binder(), catchUp.bind(member, viewer));
      traveller.bind(route);
    }
    return route;
  }

  /**
   * Everybody sits. What came meanwhile has its place in the socket's stream, before all that the
   * dispatcher sends from there on.
   */
  private record Arrival(Cursor position, Consumer<List<Frame>> place) {}

  /** At the boundary. Nobody sits before the dispatcher is where they are: it would repeat. */
  private Optional<Arrival> tryArrive(Cursor position, int rounds) {
    travellers.removeIf(traveller -> traveller.member().ended());
    if (!travellers.stream().allMatch(traveller -> mayArrive(traveller, position))
        || !prepare(position, false)) {
      return Optional.empty();
    }
    int left = travellers.stream().mapToInt(Traveller::distance).sum();
    boolean few = left == 0 || (left <= FEW && socket.hasRoom());
    if (!few && rounds <= PATIENCE) {
      return Optional.empty();
    }
    synchronized (catchUp.gate()) {
      if (!joining.isEmpty()) {
        return Optional.empty();
      }
      Arrival arrival = new Arrival(position, left == 0 ? nothing -> {} : socket.reserve());
      travellers.forEach(this::seat);
      catchUp.over(socket, this);
      arrived = true;
      return Optional.of(arrival);
    }
  }

  private boolean mayArrive(Traveller traveller, Cursor position) {
    Cursor at = traveller.at();
    return current(traveller) && at.epoch() == position.epoch() && at.compareTo(position) <= 0;
  }

  /**
   * What came meanwhile, while the dispatcher goes on. Without it the client has a gap behind which
   * it hears more, so it must begin anew where that fails, be it for one of its subscriptions.
   */
  private void complete(Arrival arrival) throws InterruptedException {
    boolean complete = false;
    int everybody = travellers.size();
    List<Frame> frames = new ArrayList<>();
    try {
      replay(
          arrival.position(), messages -> messages.forEach(placed -> frames.add(placed.frame())));
      complete = travellers.size() == everybody;
    } finally {
      if (complete) {
        arrival.place().accept(frames);
      } else {
        socket.close(UNEXPECTED, "{\"code\":\"PGEXT500\",\"message\":\"Reconnect and resume\"}");
      }
    }
  }

  private void seat(Traveller traveller) {
    Route route = traveller.route();
    if (route != null) {
      catchUp.seat(traveller.member(), route.bound(), traveller.seen());
      if (!traveller.wasSeated()) {
        traveller.member().settled();
      }
    }
  }

  /** Nobody can go on, nor join any more. */
  void giveUp(ApiError reason) {
    synchronized (catchUp.gate()) {
      admit();
      catchUp.over(socket, this);
    }
    travellers.forEach(traveller -> hub.end(traveller.member(), reason));
  }
}
