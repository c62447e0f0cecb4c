package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.migrate.Databases;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.pg.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a project while somebody works on it. */
@Command(
    name = "dev",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = {
      "Serves the project in this folder, and applies what is saved there at once.",
      "Without DATABASE_URL it runs a PostgreSQL of its own, with its data in .pgext/pg."
    })
final class DevCommand implements Callable<Integer> {
  private static final int WEBSOCKETS = 3001;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Mixin private ConfirmOptions confirm = new ConfirmOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = UsablePort.Converter.class,
      description =
          "Where to listen on 127.0.0.1 (default: server-port of the configuration, 3000; 0 takes"
              + " a free port).")
  private @Nullable Integer port;

  @Option(names = "--reset", description = "Drop the data and begin anew.")
  private boolean reset;

  @Option(names = "--open", description = "Open the page in the browser.")
  private boolean open;

  @Option(
      names = "--yes",
      description = "Develop with a database that is not on this machine: every save changes it.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          project.requireProject();
          try {
            return project.namesDatabase() ? withDatabase() : withOwnPostgres();
          } catch (EmbeddedPostgresException | SQLException | IOException e) {
            return Faults.report(Faults.text(e), ExitStatus.UNUSABLE);
          }
        });
  }

  private Config config(Map<String, String> overrides) {
    return ConfigLoader.load(project.sources(overrides)).config();
  }

  private int withOwnPostgres() throws Exception {
    Path data = LocalPostgres.data(project.directory());
    System.err.println("Starting PostgreSQL in " + data + " …");
    try (LocalPostgres postgres = LocalPostgres.start(data)) {
      if (reset) {
        postgres.drop();
      }
      postgres.create();
      return serve(postgres.overrides(), postgres::admit);
    }
  }

  private int withDatabase() throws Exception {
    MigrationTarget target = project.target();
    Databases databases = new Databases(target);
    if (!yes && !databases.local()) {
      throw new MigrationException(
          Reason.STATE,
          "the database \"%s\" is on %s, and `pgext dev` changes it with every save.\n  hint: add --yes if it is there for that, or leave DATABASE_URL out: pgext runs a PostgreSQL of its own then"
              .formatted(databases.name(), databases.place()));
    }
    if (reset) {
      confirm.require(databases, "resets");
      databases.drop();
    }
    databases.create();
    return serve(Map.of(), () -> {});
  }

  private int serve(Map<String, String> database, DevServer.Admission admission) throws Exception {
    Config found = config(database);
    Map<String, String> settings = new HashMap<>(database);
    Integer websockets = found.realtime().port();
    settings.put("server-host", "127.0.0.1");
    if (found.jwt().secret() == null) {
      settings.put("jwt-secret", new DevSecret(project.directory()).text());
    }
    try (UsablePort api = UsablePort.like(port == null ? found.server().port() : port);
        UsablePort sockets = UsablePort.like(websockets == null ? WEBSOCKETS : websockets)) {
      settings.put("server-port", Integer.toString(api.number()));
      settings.put("ws-port", Integer.toString(sockets.number()));
      return new DevServer(project.directory(), project.sources(settings), admission)
          .run(open, () -> Closing.all(api, sockets));
    }
  }
}
