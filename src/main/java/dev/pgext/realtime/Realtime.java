package dev.pgext.realtime;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.RealtimeError;
import dev.pgext.observe.Component;
import dev.pgext.observe.Meter;
import dev.pgext.observe.Observation;
import dev.pgext.realtime.cdc.ChangeSource;
import dev.pgext.realtime.cdc.ChosenSource;
import dev.pgext.realtime.cdc.ChosenSource.Candidates;
import dev.pgext.realtime.cdc.ChosenSource.Choice;
import dev.pgext.realtime.cdc.OutputSettings;
import dev.pgext.realtime.cdc.QueueSource;
import dev.pgext.realtime.cdc.ReplicationSource;
import dev.pgext.realtime.cdc.SourceStatus;
import dev.pgext.realtime.cdc.SourceStatus.Phase;
import dev.pgext.realtime.channel.ChannelLimits;
import dev.pgext.realtime.channel.ChannelRules;
import dev.pgext.realtime.channel.Channels;
import dev.pgext.realtime.channel.MessagePolicies;
import dev.pgext.realtime.conversation.Conversation;
import dev.pgext.realtime.conversation.ConversationServices;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Hub;
import dev.pgext.realtime.hub.HubParts;
import dev.pgext.realtime.hub.SocketProtocol;
import dev.pgext.realtime.hub.Traffic;
import dev.pgext.realtime.install.ServerSide;
import dev.pgext.realtime.log.RetainedLog;
import dev.pgext.realtime.log.Retention;
import dev.pgext.realtime.message.MessageKey;
import dev.pgext.realtime.message.MessageReader;
import dev.pgext.realtime.row.TypeRegistry;
import dev.pgext.realtime.supabase.BroadcastApi;
import dev.pgext.realtime.supabase.BroadcastHandler;
import dev.pgext.realtime.supabase.DatabaseBroadcasts;
import dev.pgext.realtime.supabase.SupabaseProtocol;
import dev.pgext.realtime.supabase.SupabaseServices;
import dev.pgext.realtime.visibility.PolicyVisibility;
import dev.pgext.realtime.visibility.ViewerSettings;
import dev.pgext.realtime.websocket.WebSocketEndpoint;
import dev.pgext.realtime.websocket.WebSocketEndpoint.WebSocketServices;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database's changes and brings them to websockets. Makes every part, starts them in order
 * and stops them in reverse; the REST API neither waits for it nor fails with it.
 */
public final class Realtime implements AutoCloseable {
  /** How long one statement of a batch of decisions may take. */
  private static final Duration DECISION_TIMEOUT = Duration.ofSeconds(10);

  /** What one of Supabase's clients received since the last time comes twice if it comes back. */
  private static final Duration CONFIRM = Duration.ofMillis(200);

  private static final Duration RELOAD = Duration.ofSeconds(10);
  private static final Duration REPORT = Duration.ofSeconds(10);
  private static final Duration PRUNE = Duration.ofHours(1);
  private static final int RETRY_SECONDS = 2;

  /** What a transaction takes in memory is more than in the log. */
  private static final int MEMORY_FACTOR = 4;

  /** The longest state of a presence, in bytes, and how many a channel keeps. */
  private static final int LONGEST_STATE = 65_536;

  private static final int PRESENCES = 10_000;

  private final RealtimeParts parts;
  private final Duration reload;
  private final Traffic traffic = new Traffic();
  private final RetainedLog log;
  private final ChangeSource source;
  private final PolicyVisibility visibility;
  private final TypeRegistry types;
  private final Channels<Frame> channels;
  private final ChannelRules channelRules;
  private final Hub hub;
  private final ScheduledExecutorService clock = clock();
  private final SupabaseProtocol supabase;
  private final BroadcastApi broadcasts;
  private final List<WebSocketEndpoint> endpoints = new CopyOnWriteArrayList<>();
  private volatile MessageReader messages = new MessageReader(MessageKey.NONE);
  private volatile boolean streamed;
  private volatile boolean keyed;
  private volatile boolean queued;
  private boolean closed;

  /** Makes the parts; nothing is started yet. */
  public Realtime(RealtimeParts parts) {
    this(parts, RELOAD);
  }

  /**
   * The same with another time between looks at what the stream does not tell; nothing is started.
   */
  Realtime(RealtimeParts parts, Duration reload) {
    this.parts = parts;
    this.reload = reload;
    Config.Realtime settings = parts.config().get().realtime();
    Config.Retention retention = settings.retention();
    this.log =
        new RetainedLog(
            new Retention(retention.time(), retention.bytes(), MEMORY_FACTOR * retention.bytes()));
    this.source = source(settings);
    this.visibility =
        new PolicyVisibility(
            parts.pool(),
            () -> ViewerSettings.of(parts.config().get(), parts.roles().get(), DECISION_TIMEOUT));
    this.types = new TypeRegistry(parts.pool()::use);
    int longest = settings.connections().maxMessage();
    this.channels =
        new Channels<>(new ChannelLimits(longest, LONGEST_STATE, PRESENCES), Realtime::name);
    this.channelRules =
        new ChannelRules(
            () -> parts.config().get().realtime().access(), new MessagePolicies(parts.pool()::use));
    this.hub = Hub.of(hubParts());
    SupabaseServices services = supabaseServices(settings);
    this.supabase = new SupabaseProtocol(services);
    this.broadcasts = new BroadcastApi(services);
  }

  /**
   * What is called off leaves at once: tokens may be valid for years, sockets last minutes. What is
   * asked of it once it is shut down is left out: sockets may be closed until the last moment.
   */
  private static ScheduledExecutorService clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("realtime-clock").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private ChangeSource source(Config.Realtime settings) {
    ChangeSource wal =
        new ReplicationSource(
            parts.source(),
            settings.source(),
            settings.retention(),
            () -> parts.pool().use(OutputSettings::of),
            parts.observer());
    ChangeSource queue = new QueueSource(parts.server(), settings.source(), parts.observer());
    return new ChosenSource(
        parts.source(), new Candidates(wal, queue), this::follow, parts.observer());
  }

  /** Watched tables go to where changes are read. */
  private void follow(Choice choice) {
    queued = choice == Choice.QUEUE;
    ServerSide.Source chosen =
        choice == Choice.WAL ? ServerSide.Source.WAL : ServerSide.Source.QUEUE;
    List<ServerSide.Problem> problems =
        parts
            .pool()
            .use(
                connection ->
                    ServerSide.installed(connection)
                        ? ServerSide.useSource(connection, chosen)
                        : List.<ServerSide.Problem>of());
    for (ServerSide.Problem problem : problems) {
      parts.observer().observe(new Observation.Warning(Component.CDC, lines(problem)));
    }
  }

  private static List<String> lines(ServerSide.Problem problem) {
    String text = "Realtime: " + problem.text();
    return problem.hint() == null ? List.of(text) : List.of(text, problem.hint());
  }

  private HubParts hubParts() {
    return new HubParts(
        log,
        parts.config(),
        parts.roles(),
        parts.catalog(),
        parts.pool(),
        parts.executor(),
        types,
        visibility,
        (message, xid) -> messages.read(message, xid),
        new DatabaseBroadcasts(channels),
        () -> queued,
        parts.observer(),
        traffic);
  }

  private SupabaseServices supabaseServices(Config.Realtime settings) {
    return new SupabaseServices(
        channels,
        channelRules,
        hub,
        parts.authenticator(),
        types::names,
        parts.pool()::use,
        clock,
        parts.clock(),
        Realtime::name,
        settings.connections().maxSubscriptions(),
        settings.retention().time());
  }

  private static String name() {
    return UUID.randomUUID().toString();
  }

  /** What sees a web server's requests before the API; each server needs its own. */
  public List<Handler> handlers() {
    ConversationServices services =
        new ConversationServices(
            hub,
            channels,
            channelRules,
            parts.authenticator(),
            parts.config(),
            log::epoch,
            parts.product(),
            parts.clock(),
            this::later);
    SocketProtocol pgext = (session, handshake) -> Conversation.open(session, handshake, services);
    WebSocketEndpoint endpoint =
        new WebSocketEndpoint(
            Map.of("/", pgext, "/ws", pgext, "/realtime/v1/websocket", supabase),
            new WebSocketServices(
                () -> parts.config().get().realtime().connections(),
                this::unavailable,
                traffic,
                (delay, task) -> later(delay, task),
                parts.observer()));
    endpoints.add(endpoint);
    BroadcastHandler http =
        new BroadcastHandler(
            broadcasts,
            () -> parts.config().get().server().corsAllowedOrigins(),
            parts.config().get().realtime().connections().maxMessage());
    return List.of(endpoint, http);
  }

  private Runnable later(Duration delay, Runnable task) {
    // There are tokens that end in some thousand years, more nanoseconds than there are numbers.
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    Future<?> scheduled = clock.schedule(task, nanos, TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** How many messages clients were sent. */
  public long deliveries() {
    return traffic.deliveries();
  }

  /** What it counts, and how its source stands. */
  public List<Meter> meters() {
    List<Meter> meters = new ArrayList<>(traffic.meters());
    meters.add(
        Meter.gauge(
            "pgext_realtime_streaming",
            "Whether changes arrive",
            () -> source.status().phase() == Phase.STREAMING ? 1 : 0));
    meters.add(
        Meter.gauge(
            "pgext_realtime_lag_bytes",
            "WAL that is written and not read yet",
            () -> source.status().lagBytes()));
    meters.add(
        Meter.gauge(
            "pgext_realtime_lag_seconds",
            "Age of the changes that are read",
            () -> source.status().lag().toNanos() / 1e9));
    meters.add(
        Meter.gauge(
            "pgext_realtime_retained_wal_bytes",
            "WAL that the slot holds back",
            () -> source.status().retainedBytes()));
    return meters;
  }

  /** Whether websockets can be opened now. */
  public boolean available() {
    return unavailable() == null;
  }

  /** Why no websocket can be opened now; null where they can. */
  private @Nullable ApiError unavailable() {
    SourceStatus status = source.status();
    streamed |= status.phase() == Phase.STREAMING;
    boolean available =
        status.phase() == Phase.STREAMING || (streamed && status.phase() == Phase.RECOVERING);
    return available ? null : new RealtimeError.SourceAway(explanation(status), RETRY_SECONDS);
  }

  private static String explanation(SourceStatus status) {
    if (status.phase() == Phase.WAITING) {
      return "Another server reads the replication slot";
    }
    return "Changes of the database cannot be read yet";
  }

  /** Begins; returns at once. What cannot be had yet is tried again. */
  public void start() {
    readKey();
    // Before the first subscription: else the first look later would seem to be a change.
    compare();
    if (!begin()) {
      return;
    }
    Duration heartbeat = parts.config().get().realtime().connections().heartbeat();
    repeat(heartbeat, () -> endpoints.forEach(WebSocketEndpoint::heartbeat));
    repeat(reload, chore("realtime-reload", this::reconsider));
    Bookkeeping books = new Bookkeeping(parts.pool(), source::status, traffic);
    repeat(REPORT, chore("realtime-report", books::report));
    repeat(PRUNE, chore("realtime-prune", books::prune));
    repeat(CONFIRM, chore("realtime-confirm", supabase::confirm));
  }

  private Chore chore(String name, Runnable work) {
    return new Chore(name, work, parts.observer());
  }

  /** The stream does not tell of roles, memberships and functions that change. */
  private void reconsider() {
    if (!keyed) {
      readKey();
    }
    compare();
  }

  private void compare() {
    try {
      visibility.forgetIfChanged(hub::reconsider);
      hub.findStrays();
    } catch (ApiException away) {
      // The next time, then.
    }
  }

  /** False where it is closed already. */
  private synchronized boolean begin() {
    if (closed) {
      return false;
    }
    hub.start();
    source.start(new GatedSink(log, this::gated, hub::beginGated));
    return true;
  }

  /** How messages are signed a server's role may know; the one that reads changes need not. */
  private void readKey() {
    try {
      MessageKey key = parts.pool().use(MessageKey::read);
      if (key.equals(MessageKey.NONE)) {
        key = readersKey();
      }
      messages = new MessageReader(key);
      keyed = !key.equals(MessageKey.NONE);
    } catch (SQLException | ApiException away) {
      // It is tried again.
    }
  }

  private MessageKey readersKey() throws SQLException {
    try (Connection connection = parts.source().open()) {
      return MessageKey.read(connection);
    }
  }

  private Set<Integer> gated() throws SQLException {
    try (Connection connection = parts.source().open()) {
      return ServerSide.gates(connection);
    }
  }

  private void repeat(Duration every, Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error bug) {
            parts
                .observer()
                .observe(new Observation.Failure(Component.WEBSOCKET, "realtime's clock", bug));
          }
        };
    var unused =
        clock.scheduleAtFixedRate(guarded, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Clients are told to come back, and nothing is read any more. */
  @Override
  public synchronized void close() {
    closed = true;
    endpoints.forEach(WebSocketEndpoint::closeAll);
    clock.shutdownNow();
    source.close();
    hub.close();
  }
}
