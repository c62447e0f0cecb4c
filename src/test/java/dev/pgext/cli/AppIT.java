package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Observation.CatalogLoaded;
import dev.pgext.observe.Observation.PoolFlushed;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole server, from the socket to PostgreSQL and back. */
class AppIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestDatabase database;
  private static App app;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    database = TestPostgres.pg18().createDatabase();
    database.execute(
        """
        DO $$ BEGIN
          CREATE ROLE app_anon NOLOGIN;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA api;
        GRANT USAGE ON SCHEMA api TO app_anon;
        CREATE TABLE api.items (id int PRIMARY KEY, name text);
        INSERT INTO api.items SELECT i, 'item ' || i FROM generate_series(1, 5) AS i;
        GRANT ALL ON api.items TO app_anon;
        """);
    app = app(Map.of());
    app.start();
    client = HttpClient.newHttpClient();
    await(() -> get("/items").statusCode() == 200);
    await(() -> admin("/ready").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    client.close();
    app.close();
  }

  @Test
  void rowsAreRead() throws Exception {
    HttpResponse<String> response = get("/items?id=lt.3&select=name");

    assertThat(response.body()).isEqualTo("[{\"name\":\"item 1\"}, \n {\"name\":\"item 2\"}]");
    assertThat(response.headers().firstValue("Content-Range")).contains("0-1/*");
    assertThat(response.headers().firstValue("Server")).get().asString().startsWith("pgext/");
  }

  @Test
  void supabasesPathIsServed() throws Exception {
    assertThat(get("/rest/v1/items?select=id&id=eq.4").body()).isEqualTo("[{\"id\":4}]");
  }

  @Test
  void rowsAreWritten() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/items"))
            .header("Prefer", "return=headers-only")
            .POST(HttpRequest.BodyPublishers.ofString("{\"id\":100,\"name\":\"é\"}"))
            .build();
    HttpResponse<String> response = client.send(post, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location")).contains("/items?id=eq.100");
    assertThat(get("/items?id=eq.100&select=name").body()).isEqualTo("[{\"name\":\"é\"}]");
    client.send(
        HttpRequest.newBuilder(uri("/items?id=eq.100")).DELETE().build(), BodyHandlers.ofString());
  }

  @Test
  void theAdminServerSaysThatItIsReady() throws Exception {
    await(() -> admin("/ready").statusCode() == 200);

    assertThat(admin("/live").statusCode()).isEqualTo(200);
    assertThat(admin("/metrics").body())
        .contains("pgrst_schema_cache_loads_total{status=\"SUCCESS\"}");
    assertThat(admin("/schema_cache").body()).contains("\"dbTables\":[[{");
    assertThat(admin("/config").body()).contains("db-schemas = \"api\"");
    assertThat(admin("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void aNotificationReloadsTheSchema() throws Exception {
    await(() -> admin("/ready").statusCode() == 200);
    assertThat(get("/made_later").statusCode()).isEqualTo(404);
    database.execute(
        "CREATE TABLE api.made_later (a int); GRANT ALL ON api.made_later TO app_anon;"
            + " NOTIFY pgrst, 'reload schema'");

    await(() -> get("/made_later").statusCode() == 200);
  }

  @Test
  void aReloadFailsNoRequest() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> work =
          () -> {
            int requests = 0;
            do {
              assertThat(get("/items?id=eq.1").statusCode()).isEqualTo(200);
              requests++;
            } while (!over.get());
            return requests;
          };
      List<Future<Integer>> running = List.of(clients.submit(work), clients.submit(work));
      for (int i = 0; i < 3; i++) {
        double before = loads();
        database.execute("NOTIFY pgrst");
        await(() -> loads() > before);
      }
      over.set(true);
      for (Future<Integer> each : running) {
        assertThat(each.get()).isPositive();
      }
    }
  }

  @Test
  void settingsInTheDatabaseAreRead() throws Exception {
    TestDatabase other = TestPostgres.pg18().createDatabase();
    other.execute("CREATE SCHEMA api");
    other.execute(
        "ALTER ROLE %s IN DATABASE %s SET pgrst.db_max_rows = '7'"
            .formatted(other.user(), other.name()));
    try (App second = app(Map.of("db-uri", other.uri()))) {
      second.start();
      await(
          () ->
              client
                  .send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + second.adminPort() + "/config"))
                          .build(),
                      BodyHandlers.ofString())
                  .body()
                  .contains("db-max-rows = 7"));
    }
  }

  @Test
  void withoutDatabaseRequestsAreUnavailable() throws Exception {
    try (App lonely = app(Map.of("db-uri", "postgresql://nobody@127.0.0.1:1/none"))) {
      lonely.start();
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lonely.port() + "/items"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("\"code\":\"PGRST002\"");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }

  /** Whoever held its port lets go of it then, and not earlier. */
  @Test
  void whatRunsBeforeItListensFindsEverythingLoadedAndTheServerNotReadyYet() throws Exception {
    AtomicReference<App> made = new AtomicReference<>();
    AtomicInteger before = new AtomicInteger();
    Additions additions =
        Additions.before(
            () -> {
              assertThat(made.get().catalog()).isNotNull();
              assertThat(made.get().port()).isNegative();
              before.set(ready(made.get()));
            });
    try (App other = app(Map.of("db-channel-enabled", "false"), additions)) {
      made.set(other);
      other.start();

      assertThat(before).hasValue(503);
      await(() -> ready(other) == 200);
    }
  }

  /**
   * A flood of notifications must not have each request open a connection of its own. Those of the
   * first load are as new as the process.
   */
  @Test
  void connectionsAreReplacedOnceForEachFurtherLoadHoweverOftenItIsAskedFor() throws Exception {
    List<Class<?>> seen = new CopyOnWriteArrayList<>();
    Additions recording =
        new Additions(
            null,
            List.of(),
            observation -> {
              if (observation instanceof PoolFlushed || observation instanceof CatalogLoaded) {
                seen.add(observation.getClass());
              }
              return false;
            },
            () -> {},
            WarmUp.Goal.FIRST_REQUESTS);
    try (App other = app(Map.of("db-channel-enabled", "false"), recording)) {
      other.start();
      for (int times = 0; times < 100; times++) {
        other.reloadDatabase();
      }
      await(() -> Collections.frequency(seen, CatalogLoaded.class) > 1);
    }
    assertThat(seen).startsWith(CatalogLoaded.class, PoolFlushed.class);
    assertThat(Collections.frequency(seen, PoolFlushed.class))
        .isLessThanOrEqualTo(Collections.frequency(seen, CatalogLoaded.class));
  }

  /**
   * What the login role may do itself, a request could do as well if ever a switch of roles failed.
   */
  @Test
  void aLoginRoleThatInheritsIsToldOf() throws Exception {
    database.execute("CREATE ROLE app_strong LOGIN INHERIT; GRANT app_anon TO app_strong");
    List<Observation> seen = new CopyOnWriteArrayList<>();
    Additions recording =
        new Additions(null, List.of(), seen::add, () -> {}, WarmUp.Goal.FIRST_REQUESTS);
    String uri =
        "postgresql://app_strong@127.0.0.1:%d/%s".formatted(database.port(), database.name());
    try (App other = app(Map.of("db-uri", uri), recording)) {
      other.start();
      await(() -> seen.contains(new Observation.LoginRoleTooStrong(true, false)));
    }
  }

  private static int ready(App server) {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + "/ready");
    try {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static App app(Map<String, String> changed) {
    return app(changed, Additions.NONE);
  }

  private static App app(Map<String, String> changed, Additions additions) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "db-uri", database.uri(),
                "db-schemas", "api",
                "db-anon-role", "app_anon",
                "server-host", "127.0.0.1",
                "server-port", "0",
                "admin-server-host", "127.0.0.1",
                "admin-server-port", "0",
                "log-level", "crit"));
    settings.putAll(changed);
    Launch launch = new Launch(ConfigSources.ofOverrides(settings));
    LoadedConfig loaded = ConfigLoader.load(launch.sources());
    Config config = loaded.config();
    ConnectionTarget target =
        ConnectionTarget.parse(config.database().uri(), launch.connectionEnvironment());
    return new App(Program.PGEXT, launch, loaded, target, additions);
  }

  private static double loads() throws Exception {
    return admin("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("pgrst_schema_cache_loads_total{status=\"SUCCESS\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static HttpResponse<String> get(String target) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(target)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> admin(String target) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + app.adminPort() + target);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static URI uri(String target) {
    return URI.create("http://127.0.0.1:" + app.port() + target);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
