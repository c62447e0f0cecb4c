package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} as a process, with files that are saved as editors do it. */
class DevIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("http://localhost:\\d+");

  @TempDir private Path project;
  private TestDatabase database;
  private HttpClient client;
  private Process process;
  private CompletableFuture<Void> listening = CompletableFuture.completedFuture(null);
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() throws IOException {
    database = TestPostgres.pg18().createDatabase();
    client = HttpClient.newHttpClient();
    String role = database.name() + "_anon";
    database.execute("CREATE ROLE " + role);
    write("postgrest.conf", settings());
    write("schema.sql", "CREATE TABLE tasks (title text);\nGRANT ALL ON tasks TO " + role + ";\n");
    write("seed.sql", "INSERT INTO tasks VALUES ('seeded');\n");
    write("functions/hello.sql", function("'one'"));
    write("frontend/index.html", "<html><body>page</body></html>");
    process = start();
    Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(lines::add));
  }

  @AfterEach
  void end() {
    process.toHandle().destroyForcibly();
    listening.cancel(true);
    client.shutdownNow();
  }

  @Test
  void whatIsSavedIsLiveAndWhatIsWrongIsShownWhileTheFormerVersionServes() throws Exception {
    String address = address();
    assertThat(get(address + "/tasks")).isEqualTo("[{\"title\":\"seeded\"}]");
    assertThat(get(address + "/")).contains("page<script src=\"/pgext-dev/dev.js\"></script>");
    assertThat(get(address + "/pgext-dev/dev.js")).contains("EventSource(\"/pgext-dev/events\")");
    listen(address);
    assertThat(event("fine")).isEqualTo("{}");

    write("functions/hello.sql", function("'two'"));
    event("reload");
    assertThat(get(address + "/rpc/hello")).isEqualTo("\"two\"");
    assertThat(awaitLine("live: ")).matches("  live: functions/hello.sql \\(\\d+ ms\\)");

    write("functions/hello.sql", "-- broken\n" + function("nobody"));
    JsonNode fault = new JsonMapper().readTree(event("fault"));
    assertThat(fault.get("file").asText()).isEqualTo("functions/hello.sql");
    assertThat(fault.get("line").asInt()).isEqualTo(2);
    assertThat(fault.get("message").asText()).contains("\"nobody\" does not exist");
    assertThat(awaitLine("hello.sql:2:")).contains("does not exist");
    assertThat(get(address + "/rpc/hello")).isEqualTo("\"two\"");

    write("functions/deeper/still/bye.sql", function("'bye'").replace("hello", "bye"));
    write("functions/hello.sql", function("'three'"));
    event("fine");
    event("reload");
    awaitAnswer(address + "/rpc/hello", "\"three\"");
    awaitAnswer(address + "/rpc/bye", "\"bye\"");

    write("seed.sql", "INSERT INTO tasks VALUES ('late');\n");
    awaitLine("seed.sql was applied before");
    write("postgrest.conf", settings() + "db-schemas = \"nothere\"\n");
    awaitLine("postgrest.conf is read anew");
    write("postgrest.conf", settings());

    events.clear();
    write("frontend/index.html", "<html><body>another</body></html>");
    event("reload");
    assertThat(get(address + "/")).contains("another");
    assertThat(awaitLine("live: frontend/")).contains("live: frontend/index.html (");
    write("schema.sql", "CREATE TABLE tasks (title text, done boolean);\n");
    assertThat(event("fault")).contains("edited after it was applied", "pgext dev --reset");

    process.toHandle().destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private String settings() {
    return "db-anon-role = \"" + database.name() + "_anon\"\n";
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pgext.class.getName()));
    command.addAll(List.of("dev", "--port", "0", "--dir", project.toString()));
    command.addAll(List.of("--url", database.uri()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private String address() throws InterruptedException {
    Matcher found = ADDRESS.matcher(awaitLine("http://localhost:"));
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private String awaitLine(String text) throws InterruptedException {
    return await(lines, text);
  }

  private static String await(BlockingQueue<String> queue, String text)
      throws InterruptedException {
    List<String> seen = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError("Nothing with " + text + " among " + seen);
      }
      seen.add(line);
      if (line.contains(text)) {
        return line;
      }
    }
  }

  private void listen(String address) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/pgext-dev/events")).build();
    listening =
        client
            .sendAsync(request, BodyHandlers.ofLines())
            .thenAccept(response -> response.body().forEach(events::add));
  }

  /** Waits for an event; its data. */
  private String event(String name) throws InterruptedException {
    await(events, "event: " + name);
    return await(events, "data: ").substring("data: ".length());
  }

  private String get(String uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private void awaitAnswer(String uri, String answer) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!get(uri).equals(answer)) {
      assertThat(System.nanoTime()).as(uri).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static String function(String value) {
    return "CREATE OR REPLACE FUNCTION hello() RETURNS text LANGUAGE sql AS $$ SELECT %s $$;\n"
        .formatted(value);
  }

  /** As most editors do it: a file beside it takes its place. */
  private void write(String path, String text) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Path saved = Files.writeString(file.resolveSibling("." + file.getFileName() + ".swp"), text);
    Files.move(saved, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
