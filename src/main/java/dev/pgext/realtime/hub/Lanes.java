package dev.pgext.realtime.hub;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.LimitError;
import dev.pgext.observe.Component;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observer;
import dev.pgext.realtime.cdc.TableShape;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides open cases beside the dispatcher, which never waits: each table's in their order, in
 * batches of what came meanwhile, so that a slow policy holds up its own table's subscribers alone.
 * When memory for cases is used up, those of the table that has the most are given up, and whoever
 * they were for is told to resync. Thread-safe.
 */
final class Lanes {
  private static final int LARGEST_BATCH = 50_000;

  /** A case takes about that much; all of them take an eighth of the heap at most. */
  private static final int CASE_BYTES = 512;

  private static final int SHARE_OF_HEAP = 8;
  private static final Duration WARN_EVERY = Duration.ofMinutes(1);
  private static final String TOO_SLOW =
      "Policies of the table were slower to decide than its rows changed";

  private final Decider decider;
  private final Traffic traffic;
  private final Observer observer;
  private final BiConsumer<Audience, ApiError> failed;
  private final long most;
  private final int largestBatch;
  private final Map<Integer, ArrayDeque<OpenCase>> lanes = new HashMap<>();

  /** How many cases wait or are being decided. */
  private long size;

  private long warned;

  /**
   * @param failed hears of audiences whose policy or filter raised an error
   */
  Lanes(
      Decider decider, Traffic traffic, Observer observer, BiConsumer<Audience, ApiError> failed) {
    this(
        decider,
        traffic,
        observer,
        failed,
        Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / CASE_BYTES);
  }

  /**
   * @param most how many cases there may be
   */
  Lanes(
      Decider decider,
      Traffic traffic,
      Observer observer,
      BiConsumer<Audience, ApiError> failed,
      long most) {
    this.decider = decider;
    this.traffic = traffic;
    this.observer = observer;
    this.failed = failed;
    this.most = most;
    this.largestBatch = Math.clamp(most / 4, 1, LARGEST_BATCH);
  }

  /** A judgement that waits, its place in the streams, and whose streams these are. */
  record OpenCase(Judgement judgement, Audience audience, Undecided place, List<Socket> sockets) {}

  /** Takes a case. */
  void add(OpenCase open) {
    List<OpenCase> surplus = List.of();
    boolean idle;
    int table = table(open);
    synchronized (this) {
      if (size >= most) {
        surplus = takeLongest();
      }
      idle = !lanes.containsKey(table);
      lanes.computeIfAbsent(table, any -> new ArrayDeque<>()).add(open);
      size++;
    }
    if (idle) {
      Thread.ofVirtual().name("realtime-lane").start(() -> run(table));
    }
    if (!surplus.isEmpty()) {
      giveUp(surplus);
    }
  }

  private static int table(OpenCase open) {
    return open.judgement().binding().shape().oid();
  }

  private synchronized List<OpenCase> takeLongest() {
    ArrayDeque<OpenCase> longest = new ArrayDeque<>();
    for (ArrayDeque<OpenCase> lane : lanes.values()) {
      longest = lane.size() > longest.size() ? lane : longest;
    }
    List<OpenCase> taken = List.copyOf(longest);
    longest.clear();
    size -= taken.size();
    return taken;
  }

  /** Every socket hears of it at the last of its places, behind which all comes again. */
  private void giveUp(List<OpenCase> surplus) {
    warn(surplus.get(0).judgement().binding().shape());
    Map<Audience, Set<Socket>> told = new HashMap<>();
    Set<Socket> sockets = new LinkedHashSet<>();
    for (OpenCase open : surplus.reversed()) {
      boolean last =
          told.computeIfAbsent(open.audience(), any -> new HashSet<>()).addAll(open.sockets());
      open.place().decide(last ? resync(open) : List.of());
      sockets.addAll(open.sockets());
    }
    sockets.forEach(Socket::drain);
  }

  /** Now and then: a policy that stays slow is given up often. */
  private void warn(TableShape table) {
    long now = System.nanoTime();
    if (warned != 0 && now - warned < WARN_EVERY.toNanos()) {
      return;
    }
    warned = now;
    String text =
        "Realtime: the policies of "
            + table.name()
            + " are slower to decide than its rows change: its subscribers are told to resync";
    observer.observe(new Observation.Warning(Component.WEBSOCKET, List.of(text)));
  }

  private List<Frame> resync(OpenCase open) {
    Passing transaction = open.judgement().transaction();
    Frame frame =
        open.audience().stopped()
            ? null
            : open.audience()
                .interest()
                .encoder()
                .resync(transaction.epoch(), transaction.at(open.judgement().change()), TOO_SLOW);
    traffic.resyncs.add(frame == null ? 0 : open.sockets().size());
    return frame == null ? List.of() : List.of(frame);
  }

  private void run(int table) {
    List<OpenCase> batch = next(table);
    while (!batch.isEmpty()) {
      decide(batch);
      batch = next(table);
    }
  }

  /** What came meanwhile; empty where nothing did: then the lane is gone. */
  private synchronized List<OpenCase> next(int table) {
    ArrayDeque<OpenCase> lane = lanes.get(table);
    List<OpenCase> batch = new ArrayList<>();
    while (lane != null && !lane.isEmpty() && batch.size() < largestBatch) {
      batch.add(lane.remove());
    }
    if (batch.isEmpty()) {
      lanes.remove(table);
    }
    return batch;
  }

  private void decide(List<OpenCase> batch) {
    Set<Socket> sockets = new LinkedHashSet<>();
    List<@Nullable ApiError> errors = errors(batch);
    for (int index = 0; index < batch.size(); index++) {
      OpenCase open = batch.get(index);
      open.place().decide(frames(open, errors.get(index)));
      sockets.addAll(open.sockets());
    }
    decided(batch.size());
    sockets.forEach(Socket::drain);
  }

  private synchronized void decided(int cases) {
    size -= cases;
  }

  private List<@Nullable ApiError> errors(List<OpenCase> batch) {
    try {
      return decider.decide(batch.stream().map(OpenCase::judgement).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      observer.observe(new Observation.Failure(Component.WEBSOCKET, "realtime's decisions", bug));
    }
    ApiError internal = new LimitError.Internal();
    return new ArrayList<>(batch.stream().<@Nullable ApiError>map(open -> internal).toList());
  }

  private List<Frame> frames(OpenCase open, @Nullable ApiError error) {
    if (open.audience().stopped()) {
      return List.of();
    }
    if (error != null) {
      return stop(open, error);
    }
    try {
      RowEvent event = open.judgement().event();
      return event == null ? List.of() : List.of(open.audience().interest().encoder().row(event));
    } catch (ApiException e) {
      return stop(open, e.error());
    } catch (RuntimeException | Error bug) {
      observer.observe(new Observation.Failure(Component.WEBSOCKET, "a realtime event", bug));
      return stop(open, new LimitError.Internal());
    }
  }

  private List<Frame> stop(OpenCase open, ApiError error) {
    open.audience().stop();
    failed.accept(open.audience(), error);
    return List.of();
  }
}
