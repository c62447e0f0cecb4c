package dev.pgext.cli;

import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.project.DemoProject;
import dev.pgext.project.TrainingDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Has another JVM, with the options of this one, serve a throw-away database for a moment and make
 * its AOT cache of that. In a process of its own, because a server loads all of the cache's classes
 * before it does anything: none is to be there that only the training needs.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: ahead-of-time command-line ergonomics</a>
 */
@Command(name = "train", hidden = true, description = "Makes the JVM's AOT cache.")
final class TrainCommand implements Callable<Integer> {
  /** The JVM makes the cache when it ends, which takes a while on a busy machine. */
  private static final long ENDING_MINUTES = 4;

  @Parameters(paramLabel = "FILE", description = "Where the cache goes.")
  private Path cache = Path.of("pgext.aot");

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory("pgext-train");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(directory, 18))) {
      new DemoProject(server, directory.resolve("project")).prepare();
      return train(new TrainingDatabase(server).prepare(), directory);
    }
  }

  private int train(Map<String, String> database, Path directory)
      throws IOException, InterruptedException {
    int port = freePort();
    Path log = directory.resolve("train.log");
    Process server = serve(configuration(database, directory, port), directory, log);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      new Rehearsal(client, port).run(server::isAlive);
    } catch (IOException unanswered) {
      System.err.println(Files.readString(log));
      throw unanswered;
    } finally {
      server.destroy();
      if (!server.waitFor(ENDING_MINUTES, TimeUnit.MINUTES)) {
        server.destroyForcibly();
      }
    }
    return Files.exists(cache) ? 0 : 1;
  }

  /** From a configuration file, as servers start most often. */
  private static Path configuration(Map<String, String> database, Path directory, int port)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(database);
    settings.put("server-host", "127.0.0.1");
    settings.put("log-level", "info");
    String more = "server-port = %d\nopenapi-security-active = false\n".formatted(port);
    return Files.writeString(directory.resolve("train.conf"), lines(settings) + more);
  }

  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = \"" + setting.getValue() + "\"\n")
        .collect(Collectors.joining());
  }

  /** Without this process's environment, which might name a real database. */
  private Process serve(Path configuration, Path directory, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-XX:AOTCacheOutput=" + cache.toAbsolutePath());
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of("serve", configuration.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    return builder.directory(directory.toFile()).redirectOutput(log.toFile()).start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
