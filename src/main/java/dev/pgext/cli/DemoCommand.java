package dev.pgext.cli;

import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.migrate.MigrationException;
import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresException;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.DemoProject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the application of {@code pgext init} from a scratch project: the first thing to try. */
@Command(
    name = "demo",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description =
        "Serves a to-do application from an embedded PostgreSQL, to try pgext out: page, REST and"
            + " websockets.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:stopped by a signal",
      "1:an option is not usable, or the embedded PostgreSQL does not start"
    })
final class DemoCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = UsablePort.Converter.class,
      defaultValue = "3000",
      description =
          "Where to listen on 127.0.0.1 (default: ${DEFAULT-VALUE}; 0 takes a free port).")
  private int port;

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description =
          "Where to keep the project and its database (default: a folder for pgext's files). Delete it"
              + " to start anew.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws InterruptedException {
    Path kept = directory == null ? EmbeddedPostgres.cacheDirectory().resolve("demo") : directory;
    System.err.println("Starting PostgreSQL in " + kept + " …");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(LocalPostgres.settings(kept))) {
      Path project = kept.resolve("project").toAbsolutePath();
      return serve(project, new DemoProject(server, project).prepare());
    } catch (EmbeddedPostgresException | MigrationException | SQLException | IOException e) {
      return Faults.report(Faults.text(e), ExitStatus.UNUSABLE);
    }
  }

  private int serve(Path project, Map<String, String> database)
      throws IOException, InterruptedException {
    try (UsablePort usable = UsablePort.like(port)) {
      return serve(project, database, usable);
    }
  }

  private int serve(Path project, Map<String, String> database, UsablePort usable)
      throws InterruptedException {
    int listening = usable.number();
    Map<String, String> settings = new HashMap<>(database);
    settings.put("server-host", "127.0.0.1");
    settings.put("server-port", Integer.toString(listening));
    settings.put("log-level", "info");
    Launch launch = launch(project, settings);
    LoadedConfig loaded = ConfigLoader.load(launch.sources());
    ConnectionTarget target =
        ConnectionTarget.parse(loaded.config().database().uri(), launch.connectionEnvironment());
    Additions additions = Additions.before(() -> Closing.all(usable));
    try (App app = new App(Program.PGEXT, launch, loaded, target, additions)) {
      System.err.println(welcome(listening, project));
      return app.run();
    }
  }

  /** The project's settings and secrets, and these; nothing of the user's own environment. */
  static Launch launch(Path project, Map<String, String> settings) {
    return new Launch(
        ConfigSources.of(Map.of(), project, InputStream.nullInputStream())
            .withFile(project.resolve("postgrest.conf"))
            .withOverrides(settings)
            .withDotEnv());
  }

  private static String welcome(int port, Path project) {
    return """

        A to-do list, live in every window that has it open:

          Page        http://localhost:%1$d   (ada@example.com, tulips-in-spring)
          REST        http://localhost:%1$d/rest/v1/tasks
          Websocket   ws://localhost:%1$d/ws
          Project     %2$s

        Without the page:

          TOKEN=$(curl -s http://localhost:%1$d/rpc/login \\
            -d email=ada@example.com -d password=tulips-in-spring | tr -d '"')
          curl 'http://localhost:%1$d/tasks?done=is.false&select=title' -H "Authorization: Bearer $TOKEN"

        Ctrl-C ends it; what you changed is still there the next time.
        """
        .formatted(port, project);
  }
}
