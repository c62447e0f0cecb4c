package dev.pgext.cli;

import dev.pgext.auth.Authenticator;
import dev.pgext.auth.TokenCacheStatistics;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.LogLevel;
import dev.pgext.error.Header;
import dev.pgext.error.UnavailableError;
import dev.pgext.http.ErrorWriter;
import dev.pgext.http.Execution;
import dev.pgext.http.RestPipeline;
import dev.pgext.http.RestServices;
import dev.pgext.http.RestState;
import dev.pgext.observe.Observer;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.RawRequest;
import dev.pgext.sql.RequestStatement;
import dev.pgext.sql.SqlFragment;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that nobody made, so that the JVM has loaded and compiled what clients' requests
 * need: without, the first would wait twenty times as long as the second, and the first thousands
 * three times as long as the rest. What they ask never reaches a user's table: in place of their
 * SQL runs a statement that reads nothing. While clients ask, it waits: they need the processors
 * themselves, and warm it up by that.
 */
final class WarmUp implements Runnable, AutoCloseable {
  /** About as many as the JVM wants to see before it compiles well what all of them need. */
  private static final int ROUNDS = 10_000;

  /** A machine so busy that it takes longer has better things to do. */
  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** The first clients come first. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration CALM = Duration.ofMillis(50);

  private static final byte[] NOTHING = new byte[0];
  private static final List<Header> HEADERS =
      List.of(new Header("Host", "127.0.0.1"), new Header("Accept", "application/json"));

  private static final RequestStatement NEUTRAL =
      new RequestStatement(
          null,
          false,
          SqlFragment.of("SELECT pg_catalog.set_config('request.method', 'GET', true)"),
          null,
          SqlFragment.of(
              "SELECT NULL::bigint, 0::bigint, '[]'::text, NULL::text, NULL::text, NULL::bigint, NULL::text[]"),
          null,
          RequestStatement.Kind.ROWS,
          false);

  /** What needs no escaping in a URL. */
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

  private final Goal goal;
  private final Supplier<RestState> state;
  private final RestPipeline pipeline;
  private final Traffic traffic;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What it is for. */
  enum Goal {
    /** Somebody who tries something: what only load needs would take the processors from him. */
    FIRST_REQUESTS,
    LOAD
  }

  /**
   * A warm-up with the state that real requests see.
   *
   * @param traffic of the clients
   */
  WarmUp(Goal goal, Supplier<RestState> state, RestServices services, Traffic traffic) {
    this.goal = goal;
    this.state = state;
    this.traffic = traffic;
    Execution real = services.execution();
    this.pipeline =
        new RestPipeline(
            state,
            new RestServices(
                (statement, auth, ending, check) -> real.execute(NEUTRAL, auth, ending, check),
                Observer.silent(),
                services.errors(),
                services.version(),
                services.retryAfter(),
                () -> {}));
  }

  /** Loads classes while there is no schema cache yet, by a request for what does not exist. */
  static void loadClasses(Config config) {
    RestState state =
        new RestState(
            config,
            new RoleSettings(Map.of()),
            new Authenticator(config, Clock.systemUTC(), new TokenCacheStatistics()),
            Catalog.empty(),
            Program.version());
    RestServices services =
        new RestServices(
            (statement, auth, ending, check) -> {
              throw new UnavailableError.CatalogMissing().asException();
            },
            Observer.silent(),
            new ErrorWriter(config::clientErrorVerbosity),
            Program.version(),
            () -> 0,
            () -> {});
    String query = "select=a,b(c)&d=eq.1&or=(e.gt.2,f.is.null)&order=a.desc&limit=1";
    RawRequest request = new RawRequest("GET", "/warm_up", query, HEADERS, NOTHING);
    new RestPipeline(() -> state, services).handle(request, request::body);
  }

  @Override
  public void run() {
    try {
      boolean able = round() && goal == Goal.LOAD && optimizes();
      boolean over = closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      for (int round = 1; able && !over && round < ROUNDS; round++) {
        able = round();
        over = !awaitCalm(deadline);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether there is more to gain than loaded classes: the JVM may have been told to do without its
   * optimizing compiler, as those of many tests are.
   */
  private static boolean optimizes() {
    String mode = System.getProperty("java.vm.info", "");
    return !mode.contains("emulated-client") && !mode.contains("interpreted mode");
  }

  /** Waits while clients ask; false where the time is over. */
  private boolean awaitCalm(long deadline) throws InterruptedException {
    while (!traffic.calm(CALM) && System.nanoTime() < deadline) {
      if (closed.await(CALM.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return closed.getCount() > 0 && System.nanoTime() < deadline;
  }

  /** A few requests; false where there is nothing to ask for. */
  private boolean round() {
    Catalog catalog = state.get().catalog();
    return catalog != null && requests(catalog).allMatch(this::answered);
  }

  /** False where the log tells of every connection that is borrowed: these are nobody's. */
  private boolean answered(RawRequest request) {
    if (state.get().config().log().level() == LogLevel.DEBUG) {
      return false;
    }
    pipeline.handle(request, () -> NOTHING);
    return true;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private Stream<RawRequest> requests(Catalog catalog) {
    QualifiedName routine = plain(catalog.routines().keySet());
    QualifiedName table = plain(catalog.relations().keySet());
    Relation relation = table == null ? null : catalog.relations().get(table);
    return Stream.concat(
        relation == null ? Stream.empty() : requests(relation),
        Stream.of(get("/rpc/" + (routine == null ? "none" : routine.name()), "")));
  }

  private static Stream<RawRequest> requests(Relation relation) {
    String path = "/" + relation.name().name();
    String column =
        relation.columns().values().stream()
            .map(Column::name)
            .filter(name -> PLAIN.matcher(name).matches())
            .findFirst()
            .orElse("none");
    return Stream.of(
        get(path, "select=*&limit=1"),
        get(path, "select=" + column + "&" + column + "=eq.1"),
        get(path, column + "=in.(1,2)&order=" + column + ".desc&offset=1"));
  }

  /** A name in the schema that requests see. */
  private @Nullable QualifiedName plain(Collection<QualifiedName> names) {
    String schema = state.get().config().database().defaultSchema();
    return names.stream()
        .filter(name -> name.schema().equals(schema))
        .filter(name -> PLAIN.matcher(name.name()).matches())
        .findFirst()
        .orElse(null);
  }

  private static RawRequest get(String path, String query) {
    return new RawRequest("GET", path, query, HEADERS, NOTHING);
  }
}
