package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.Deadline;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPorts;
import dev.pgext.pg.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor, a script and a log parser see of the process. */
class ProcessIT {
  private static final String API = "API server listening on ";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LISTENER = "listening for database notifications on the \"pgrst\"";

  private static TestDatabase database;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    database = TestPostgres.pg18().createDatabase();
    database.execute(
        """
        DO $$ BEGIN
          CREATE ROLE process_anon NOLOGIN;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA api;
        GRANT USAGE ON SCHEMA api TO process_anon;
        CREATE TABLE api.items (id int PRIMARY KEY);
        GRANT SELECT ON api.items TO process_anon;
        CREATE FUNCTION api.setting(name text) RETURNS text STABLE
          RETURN current_setting(name, true);
        CREATE TABLE api.awake ();
        CREATE FUNCTION api.doze() RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
          BEGIN
            WHILE NOT EXISTS (SELECT FROM api.awake) LOOP PERFORM pg_sleep(0.05); END LOOP;
            RETURN 'rested';
          END $$;
        """);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  @Test
  void theLogNamesProductAddressesListenerRequestsAndTheEnd() throws Exception {
    try (ServerProcess server = new ServerProcess(environment("info"))) {
      server.awaitLine("Starting PostgREST ");
      String address = server.awaitLine(API);
      HttpResponse<String> response = get(address, "/items");
      assertThat(response.headers().firstValue("Server").orElseThrow()).startsWith("postgrest/");
      assertThat(server.awaitLine("- process_anon ["))
          .matches(".+] \"GET /items HTTP/1.1\" 200 2 \"\" \"Java-http-client/.+\"");
      server.awaitSaid(LISTENER);
      server.signal("TERM");
      assertThat(server.awaitLine("Received termination unix signal ")).isEqualTo("SIGTERM");
      assertThat(server.exitStatus()).isZero();
      assertThat(server.output())
          .noneMatch(line -> line.contains("WARNING") || line.contains("OpenJDK"));
    }
  }

  @Test
  void theSecondSignalReadsTheFileAgainAndNotificationsReload(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("postgrest.conf");
    Files.writeString(file, "app.settings.who = \"John\"\n");
    try (ServerProcess server = new ServerProcess(environment("crit"), file.toString())) {
      String address = server.awaitLine(API);
      server.awaitSaid(LISTENER);
      assertThat(get(address, "/rpc/setting?name=app.settings.who").body()).isEqualTo("\"John\"");

      Files.writeString(file, "app.settings.who = \"Jane\"\n");
      server.signal("USR2");
      server.awaitLine("Config reloaded");
      Deadline.in(PATIENCE)
          .await(
              "Jane",
              () -> get(address, "/rpc/setting?name=app.settings.who").body().equals("\"Jane\""));

      Files.writeString(file, "jwt-role-claim-key = \"test\"\n");
      database.execute("NOTIFY pgrst, 'reload config'");
      server.awaitLine("Received a config reload message on the \"pgrst\" channel");
      server.awaitLine("failed to parse role-claim-key value (test)");
      assertThat(get(address, "/rpc/setting?name=app.settings.who").body()).isEqualTo("\"Jane\"");

      server.signal("USR1");
      server.awaitLine("Schema cache loaded in ");
      database.execute("NOTIFY pgrst");
      server.awaitLine("Received a schema cache reload message on the \"pgrst\" channel");
      server.awaitLine("Schema cache loaded in ");
    }
  }

  @Test
  void aReloadIsHeldToTheTimeoutThatWasSetSinceTheLastOne() throws Exception {
    Map<String, String> slow = environment("info");
    slow.put("PGRST_INTERNAL_SCHEMA_CACHE_QUERY_SLEEP", "500");
    String setting = "ALTER DATABASE " + database.name();
    try (ServerProcess server = new ServerProcess(slow)) {
      String address = server.awaitLine(API);
      assertThat(get(address, "/items").statusCode()).isEqualTo(200);
      database.execute(setting + " SET statement_timeout = '400ms'");
      server.signal("USR1");
      server.awaitLine("Failed to load the schema cache");
    } finally {
      database.execute("SET statement_timeout = 0; " + setting + " RESET statement_timeout");
    }
  }

  @Test
  void atDebugTheLogTellsOfTheConnectionsThatClientsRequestsTakeAndOfNoOthers() throws Exception {
    String taken = "Trying to borrow a connection from pool";
    database.execute("INSERT INTO api.awake DEFAULT VALUES");
    try (ServerProcess server = new ServerProcess(environment("debug"))) {
      String address = server.awaitLine(API);
      get(address, "/items");
      get(address, "/rpc/doze");
      get(address, "/nothing");
      server.signal("TERM");
      assertThat(server.output().stream().dropWhile(line -> !line.contains(API)))
          .filteredOn(line -> line.contains(taken))
          .hasSize(2);
    }
  }

  @Test
  void aRunningRequestIsAnsweredBeforeTheEnd() throws Exception {
    database.execute("TRUNCATE api.awake");
    try (ServerProcess server = new ServerProcess(environment("info"))) {
      String address = server.awaitLine(API);
      CompletableFuture<HttpResponse<String>> running =
          client.sendAsync(request(address, "/rpc/doze").build(), BodyHandlers.ofString());
      awaitSleeper();
      server.signal("TERM");
      server.awaitLine("Received termination unix signal ");
      assertThat(running).isNotDone();
      database.execute("INSERT INTO api.awake DEFAULT VALUES");
      assertThat(running.get().body()).isEqualTo("\"rested\"");
      assertThat(server.exitStatus()).isZero();
    }
  }

  @Test
  void readyAsksTheAdminServerOfARunningProcess() throws Exception {
    Map<String, String> environment = environment("crit");
    String admin = "127.0.0.1:" + TestPorts.next();
    environment.put("PGRST_ADMIN_SERVER_PORT", admin.substring(admin.indexOf(':') + 1));
    try (ServerProcess server = new ServerProcess(environment)) {
      server.awaitLine(API);
      Deadline.in(PATIENCE).await("ready", () -> get(admin, "/ready").statusCode() == 200);
      try (ServerProcess probe = new ServerProcess(environment, "--ready")) {
        assertThat(probe.exitStatus()).isZero();
        assertThat(probe.output()).containsExactly("OK: http://" + admin + "/ready");
      }
    }
    try (ServerProcess probe = new ServerProcess(environment, "--ready")) {
      assertThat(probe.exitStatus()).isEqualTo(1);
      assertThat(probe.output())
          .singleElement()
          .asString()
          .isEqualTo("ERROR: connection refused to http://" + admin + "/ready");
    }
  }

  @Test
  void theDumpOfADumpIsTheDump(@TempDir Path folder) throws Exception {
    List<String> dumped = dump();
    Path file = Files.write(folder.resolve("dump.conf"), dumped);
    assertThat(dump(file.toString())).isEqualTo(dumped).isSorted().contains("db-pool = 10");
  }

  @Test
  void faultyValuesEndTheStartWithTheirMessage() throws Exception {
    Map<String, String> environment = environment("never");
    environment.put("PGRST_DB_TX_END", "random");
    try (ServerProcess server = new ServerProcess(environment)) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(String.join("\n", server.output()))
          .contains("Invalid logging level. Check your configuration.")
          .contains("Invalid transaction termination. Check your configuration.");
    }
  }

  @Test
  void withoutRecoveryAnUnknownDatabaseEndsTheProcess() throws Exception {
    Map<String, String> environment = environment("crit");
    environment.put("PGRST_DB_URI", database.uri().replace(database.name(), "unknown"));
    environment.put("PGRST_DB_POOL_AUTOMATIC_RECOVERY", "false");
    try (ServerProcess server = new ServerProcess(environment)) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.output())
          .anyMatch(line -> line.endsWith("Automatic recovery disabled, exiting."));
    }
  }

  private static List<String> dump(String... file) throws Exception {
    String[] arguments =
        file.length == 0 ? new String[] {"--dump-config"} : new String[] {"--dump-config", file[0]};
    try (ServerProcess dump = new ServerProcess(Map.of("PGRST_DB_CONFIG", "false"), arguments)) {
      assertThat(dump.exitStatus()).isZero();
      return dump.output();
    }
  }

  private static Map<String, String> environment(String level) {
    return new HashMap<>(
        Map.of(
            "PGRST_DB_URI", database.uri(),
            "PGRST_DB_SCHEMAS", "api",
            "PGRST_DB_ANON_ROLE", "process_anon",
            "PGRST_SERVER_HOST", "127.0.0.1",
            "PGRST_SERVER_PORT", "0",
            "PGRST_ADMIN_SERVER_PORT", "0",
            "PGRST_LOG_LEVEL", level,
            "PGRST_NOT_EXISTING", "is ignored without a word"));
  }

  /** The function's name is in the statement; what it waits for shows when it waits. */
  private static void awaitSleeper() throws Exception {
    String sleeping =
        "SELECT count(*) > 0 FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event = 'PgSleep'";
    Deadline.in(PATIENCE).await("the function runs", () -> database.value(sleeping).equals("t"));
  }

  private static HttpResponse<String> get(String address, String target) throws Exception {
    return client.send(request(address, target).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String address, String target) {
    return HttpRequest.newBuilder(URI.create("http://" + address + target));
  }
}
