package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.LimitError;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.SeenSnapshot;
import dev.pgext.realtime.log.LogEntry;
import dev.pgext.realtime.log.LogEntry.Committed;
import dev.pgext.realtime.log.LogEntry.Discontinued;
import dev.pgext.realtime.visibility.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log and brings its transactions to whoever subscribed. One dispatcher thread; whoever
 * changes subscriptions takes the same lock, and so comes between two transactions.
 */
public final class Hub implements Subscriptions, AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final String ANOTHER = "The table is another by that name";
  private static final Duration LONGEST_BATCH = Duration.ofMillis(5);

  private final HubServices services;
  private final ReentrantLock boundary = new ReentrantLock(true);
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Delivering delivering;
  private final Seating seating;
  private final Gates gates = new Gates();
  private final Recent recent = new Recent();
  private final Preparing preparing;
  private final Dispatch dispatch;
  private final CatchUp catchUp;
  private final Thread thread;
  private @Nullable LogEntry last;
  private long flushed;
  private volatile boolean closed;

  /** A hub over a database; nothing runs yet. */
  public static Hub of(HubParts parts) {
    return new Hub(parts.services());
  }

  /** A hub over a log; nothing runs yet. */
  Hub(HubServices services) {
    this.services = services;
    Decider decider =
        new Decider(services.visibility(), services.missing(), () -> closed, services.traffic());
    Lanes lanes = new Lanes(decider, services.traffic(), services.observer(), this::stopLater);
    this.delivering =
        new Delivering(lanes, services.traffic(), services.observer(), this::stopLater);
    this.seating =
        new Seating(services.binder(), services.traffic(), services.observer(), this::findAnew);
    this.preparing = new Preparing(services.binder(), seating, this);
    this.dispatch = new Dispatch(services, seating, delivering, gates);
    this.catchUp = new CatchUp(this, services, new Replays(decider, gates));
    this.thread = Thread.ofPlatform().name("realtime-dispatcher").daemon().unstarted(this::follow);
  }

  /** Begins with what comes next. */
  public void start() {
    last = services.log().head();
    thread.start();
  }

  /**
   * An epoch begins. To be called before the log knows of it: what still comes of the one before is
   * followed by a resync.
   *
   * @param oids of tables whose changes are not delivered, until they are ungated
   */
  public void beginGated(Set<Integer> oids) {
    gates.begin(oids);
  }

  private void follow() {
    while (!closed) {
      try {
        step();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error bug) {
        // Whatever it was: without this thread sockets would stay open and say nothing.
        observe("realtime's dispatcher", bug);
      }
    }
  }

  private void observe(String where, Throwable bug) {
    services.observer().observe(new Observation.Failure(Component.WEBSOCKET, where, bug));
  }

  private void step() throws InterruptedException {
    LogEntry entry = services.log().next(last, Duration.ZERO);
    if (entry == null) {
      flush();
      entry = services.log().next(last, IDLE);
    }
    Rebindings prepared = prepared(entry);
    boundary.lock();
    try {
      runCommands();
      if (entry != null) {
        take(entry, prepared);
        if (System.nanoTime() - flushed > LONGEST_BATCH.toNanos()) {
          flushed = System.nanoTime();
          delivering.flush();
        }
      }
    } finally {
      boundary.unlock();
    }
  }

  private Rebindings prepared(@Nullable LogEntry entry) {
    try {
      return preparing.of(entry);
    } catch (RuntimeException | Error bug) {
      observe("realtime's dispatcher", bug);
      return atBoundary(position -> seating.rebindings());
    }
  }

  private void take(LogEntry entry, Rebindings prepared) {
    try {
      switch (entry) {
        case Committed committed -> sendBack(newcomers().aheadOf(committed.transaction().commit()));
        case Discontinued discontinued -> newcomers().clear();
      }
      last = entry;
      dispatch.entry(entry, prepared);
    } catch (RuntimeException | Error bug) {
      observe("realtime's dispatcher", bug);
      last = entry;
      dispatch.broken(entry);
    }
    if (entry instanceof Committed committed) {
      recent.add(committed.epoch(), committed.transaction());
    }
  }

  /**
   * Their snapshots may have this transaction: they go on by themselves until that is over, and
   * with them, for the sake of the order, the others of their sockets.
   */
  private void sendBack(Map<Member, SeenSnapshot> early) {
    Set<Socket> sockets = new LinkedHashSet<>();
    early.keySet().forEach(member -> sockets.add(member.socket()));
    for (Socket socket : sockets) {
      List<Traveller> back = new ArrayList<>();
      for (Member member : seating.seated(socket)) {
        back.add(new Traveller(member, null, position().with(early.get(member))));
        seating.unseat(member);
      }
      if (!back.isEmpty()) {
        catchUp(back.get(0).member(), () -> catchUp.travel(socket, back, false));
      }
    }
  }

  /** Lets go out what was delivered. */
  void flush() {
    boundary.lock();
    try {
      runCommands();
      delivering.flush();
    } finally {
      boundary.unlock();
    }
  }

  private void runCommands() {
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
  }

  /** Does something between two transactions. */
  <T> T atBoundary(Boundary<T> work) {
    boundary.lock();
    try {
      return work.at(position());
    } finally {
      boundary.unlock();
    }
  }

  /** What is done between two transactions. */
  @FunctionalInterface
  interface Boundary<T> {
    /** Does it; everything up to the position was delivered. */
    T at(Cursor position);
  }

  Seating seating() {
    return seating;
  }

  /** What a member that is seated has a snapshot of; null once that is over. At the boundary. */
  @Nullable SeenSnapshot seenBy(Member member) {
    SeenSnapshot placed = member.seats().isEmpty() ? null : member.seats().get(0).seen();
    return placed == null ? newcomers().take(member) : placed;
  }

  /** At the boundary only. */
  Newcomers newcomers() {
    return seating.newcomers();
  }

  /** At the boundary only. */
  Recent recent() {
    return recent;
  }

  /**
   * Everything up to here was delivered, or put into queues, and nothing behind it. Before the
   * first transaction of an epoch, which may be in the log already, that is where the epoch begins.
   */
  private Cursor position() {
    return last instanceof Committed committed && committed.epoch() == services.log().epoch()
        ? Cursor.after(committed.epoch(), committed.transaction().commit())
        : services.log().start();
  }

  /** As {@link #position}, for whoever is not at the boundary. */
  public Cursor currentPosition() {
    return atBoundary(position -> position);
  }

  @Override
  public Subscription add(
      Session session, SubscriptionRequest request, SubscriptionListener listener) {
    Socket socket = (Socket) session;
    Member member = new Member(this, socket, request, listener);
    Optional<ApiError> refusal =
        atBoundary(position -> seating.enter(member, services.limit().getAsInt()));
    if (refusal.isPresent()) {
      listener.stopped(refusal.get());
      return member;
    }
    socket.onClosed(this::leave);
    catchUp(member, () -> catchUp.run(member));
    return member;
  }

  @Override
  public Map<Session, Cursor> reached(Set<Session> sessions) {
    return atBoundary(
        position ->
            sessions.stream()
                .filter(session -> seating.allSit((Socket) session))
                .collect(Collectors.toMap(session -> session, session -> position)));
  }

  /** Brings a member to the dispatcher. */
  private interface Approach {
    void run() throws InterruptedException;
  }

  private void catchUp(Member member, Approach approach) {
    Thread.ofVirtual().name("realtime-subscribe").start(() -> approach(member, approach));
  }

  private void approach(Member member, Approach approach) {
    try {
      approach.run();
    } catch (ApiException e) {
      end(member, e.error());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      observe("a subscription", bug);
      end(member, new LimitError.Internal());
    }
  }

  /** Whatever its name leads to now; what was missed meanwhile nobody knows. */
  private void findAnew(Member member) {
    catchUp(member, () -> catchUp.resync(member, ANOTHER));
  }

  /**
   * Looks whether the tables that are subscribed to are still those, and are still read: the log
   * does not tell of one that is dropped, or left out of the publication.
   *
   * @throws ApiException where the database cannot be asked
   */
  public void findStrays() {
    Set<NamedTable> astray = services.binder().astray(atBoundary(position -> seating.named()));
    if (!astray.isEmpty()) {
      atBoundary(
          position -> {
            astray.forEach(seating::astray);
            return position;
          });
    }
  }

  /** Ends a subscription with an error. */
  void end(Member member, ApiError error) {
    atBoundary(
        position -> {
          if (!member.ended()) {
            seating.leave(member);
            member.listener().stopped(error);
          }
          return position;
        });
  }

  void remove(Member member) {
    atBoundary(
        position -> {
          seating.leave(member);
          return position;
        });
  }

  /** The socket closed. Its monitor may be held, so the boundary must not be asked for. */
  private void leave(Socket socket) {
    commands.add(() -> seating.leave(socket));
  }

  /** Called from where the boundary cannot be waited for. */
  private void stopLater(Audience audience, ApiError error) {
    commands.add(() -> stop(audience, error));
  }

  private void stop(Audience audience, ApiError error) {
    List<Seat> seats = new ArrayList<>(audience.seats());
    for (Seat seat : seats) {
      seating.leave(seat.member());
      seat.member().listener().stopped(error);
    }
  }

  void reauthorize(Member member) {
    Thread.ofVirtual().name("realtime-authorize").start(() -> move(member));
  }

  private void move(Member member) {
    try {
      while (!member.ended()) {
        Viewer viewer = member.viewer();
        if (catchUp.move(member, viewer)) {
          return;
        }
      }
    } catch (ApiException e) {
      end(member, e.error());
    } catch (RuntimeException | Error bug) {
      observe("a renewed token", bug);
      end(member, new LimitError.Internal());
    }
  }

  /** Roles, memberships or functions changed: everybody's access is asked for anew. */
  public void reconsider() {
    services.binder().forgetTypes();
    Rebindings prepared = atBoundary(position -> seating.rebindings());
    atBoundary(position -> seating.allBindings())
        .forEach((shape, bindings) -> prepared.prepare(bindings, shape));
    atBoundary(
        position -> {
          seating.bindAll(prepared);
          return position;
        });
  }

  /** Stops following. */
  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
