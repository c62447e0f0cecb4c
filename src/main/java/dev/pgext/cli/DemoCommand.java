package dev.pgext.cli;

import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.pg.DownloadProgress;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresException;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.DemoDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a to-do list from an embedded PostgreSQL: the first thing to try. */
@Command(
    name = "demo",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = 1,
    description = "Serves a to-do list from an embedded PostgreSQL, to try pgext out.")
final class DemoCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3000",
      description =
          "Where to listen on 127.0.0.1 (default: ${DEFAULT-VALUE}; 0 takes a free port).")
  private int port;

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description =
          "Where to keep the database (default: a folder for pgext's files). Delete it to start anew.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws InterruptedException {
    Path kept = directory == null ? EmbeddedPostgres.cacheDirectory().resolve("demo") : directory;
    System.err.println("Starting PostgreSQL in " + kept + " …");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(settings(kept))) {
      return serve(new DemoDatabase(server).prepare());
    } catch (EmbeddedPostgresException | SQLException | IOException e) {
      System.err.println("pgext demo: " + e.getMessage());
      return FAILED;
    }
  }

  private static EmbeddedPostgresSettings settings(Path directory) {
    DownloadProgress progress =
        Terminal.readsErrors()
            ? DownloadProgress.bar("Downloading PostgreSQL", System.err)
            : DownloadProgress.silent();
    return EmbeddedPostgresSettings.kept(directory, 0).withProgress(progress);
  }

  private int serve(Map<String, String> database) throws IOException, InterruptedException {
    int listening = usablePort(port);
    Map<String, String> settings = new HashMap<>(database);
    settings.put("server-host", "127.0.0.1");
    settings.put("server-port", Integer.toString(listening));
    settings.put("log-level", "info");
    Launch launch = new Launch(ConfigSources.ofOverrides(settings));
    LoadedConfig loaded = ConfigLoader.load(launch.sources());
    ConnectionTarget target =
        ConnectionTarget.parse(loaded.config().database().uri(), launch.connectionEnvironment());
    try (App app = new App(Program.PGEXT, launch, loaded, target)) {
      System.err.println(welcome(listening));
      return app.run();
    }
  }

  /** The port asked for, or a free one where somebody listens there already. */
  private static int usablePort(int wished) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket probe = new ServerSocket(wished, 1, loopback)) {
      return probe.getLocalPort();
    } catch (IOException inUse) {
      try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
        System.err.printf("Port %d is in use, so it is %d.%n", wished, probe.getLocalPort());
        return probe.getLocalPort();
      }
    }
  }

  private static String welcome(int port) {
    return """

        The to-do list is on http://localhost:%1$d — try:

          curl 'http://localhost:%1$d/tasks?done=is.false&select=title,due,projects(name)'
          curl http://localhost:%1$d/tasks -H 'Content-Type: application/json' \\
            -H 'Prefer: return=representation' -d '{"project_id": 2, "title": "Water the tulips"}'
          curl 'http://localhost:%1$d/rpc/complete_task?select=title,done' -d 'task_id=2'

        Ctrl-C ends it; what you changed is still there the next time.
        """
        .formatted(port);
  }
}
