package dev.pgext.cli;

import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.project.DemoProject;
import dev.pgext.project.TrainingDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/**
 * Serves a throw-away database for a moment and asks it a few things, so that the JVM, when it runs
 * with {@code -XX:AOTCacheOutput}, writes down the classes that serving needs.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: ahead-of-time command-line ergonomics</a>
 */
@Command(name = "train", hidden = true, description = "Runs once for the JVM's AOT cache.")
final class TrainCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Enough calls for the profiles of hot methods, which the cache keeps as well (JEP 515). */
  private static final int ROUNDS = 500;

  private static final List<String> REQUESTS =
      List.of(
          "/",
          "/people?id=eq.1",
          "/tasks?select=id,title,project:projects(name,owner:people(name))&done=is.false",
          "/tasks?select=title,minutes:details-%3Eminutes&or=(id.in.(1,2),title.ilike.*a*)&order=id",
          "/projects?select=*,tasks(count)&limit=1",
          "/unknown");

  private final Program program;

  TrainCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory("pgext-train");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(directory, 18))) {
      new DemoProject(server, directory.resolve("project")).prepare();
      return serve(new TrainingDatabase(server).prepare(), directory);
    }
  }

  /** From a configuration file, as servers start most often. */
  private int serve(Map<String, String> database, Path directory)
      throws IOException, InterruptedException {
    int port = freePort();
    Map<String, String> settings = new TreeMap<>(database);
    settings.put("server-host", "127.0.0.1");
    settings.put("log-level", "info");
    String more = "server-port = %d\nopenapi-security-active = false\n".formatted(port);
    Path file = Files.writeString(directory.resolve("train.conf"), lines(settings) + more);
    ConfigSources sources = ConfigSources.of(Map.of(), directory, InputStream.nullInputStream());
    Launch launch = new Launch(sources.withFile(file).withDotEnv());
    ConfigLoader.Connected connected = ConfigLoader.loadToConnect(launch.sources());
    try (App app = new App(program, launch, connected.loaded(), connected.connection())) {
      Thread client = Thread.ofPlatform().name("train").start(() -> ask(app, port));
      int status = app.run();
      client.join();
      return status;
    }
  }

  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = \"" + setting.getValue() + "\"\n")
        .collect(Collectors.joining());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void ask(App app, int port) {
    int status = 1;
    try {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (status != 0 && System.nanoTime() < deadline) {
        status = askAll(port) ? 0 : 1;
      }
      new Rehearsal(port).run();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      app.end(status);
    }
  }

  private static boolean askAll(int port) {
    try (TrainingSocket client = TrainingSocket.to(port)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (String path : REQUESTS) {
          client.ask("GET", path, "");
        }
      }
      return true;
    } catch (IOException notYet) {
      Thread.onSpinWait();
      return false;
    }
  }
}
