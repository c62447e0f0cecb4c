package dev.pgext.cli;

import dev.pgext.catalog.Catalog;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.http.EventStream;
import dev.pgext.http.FolderFrontend;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.observe.Severity;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.project.dev.DevDatabase;
import dev.pgext.project.dev.DevLoop;
import dev.pgext.project.dev.FolderWatch;
import dev.pgext.project.dev.LivePages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server, the loop that applies what is saved, and what the developer sees of both. The loop has
 * a thread of its own, {@code pgext-dev}.
 */
final class DevServer implements DevLoop.Onlooker {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Path project;
  private final Launch launch;
  private final LoadedConfig loaded;
  private final MigrationTarget target;
  private final DevLoop loop;
  private final EventStream events;
  private final Admission admission;
  private volatile @Nullable App app;
  private @Nullable Catalog before;

  /** Sees to it that the server's login may become every role that requests run as. */
  interface Admission {
    /** Called when the project's SQL was applied. */
    void renew();
  }

  /** Reads the settings; nothing is started yet. */
  DevServer(Path project, ConfigSources sources, Admission admission) {
    this.project = project;
    this.admission = admission;
    this.launch = new Launch(sources);
    this.loaded = ConfigLoader.load(sources);
    this.target = MigrationsAtStart.target(loaded.config(), launch);
    MigrationSettings settings =
        MigrationSettings.standard(
            sources.environment(),
            ProjectJournal.migrations(project).andThen(DevTerminal::migrating));
    this.loop = new DevLoop(new DevDatabase(project, target, settings), this);
    this.events = new EventStream(LivePages.EVENTS, loop::now);
  }

  /**
   * Runs until it is told to end; the exit status.
   *
   * @param listening is called right before the ports are listened to
   */
  int run(boolean open, Runnable listening) throws Exception {
    Config config = loaded.config();
    OwnSchemas.install(target, config, launch);
    loop.begin();
    FolderWatch watch = new FolderWatch(project);
    try (App server = server(config, listening)) {
      app = server;
      return run(server, watch, open);
    } finally {
      Closing.all(watch, events);
    }
  }

  private App server(Config config, Runnable listening) {
    ConnectionTarget database =
        ConnectionTarget.parse(config.database().uri(), launch.connectionEnvironment());
    return new App(Program.PGEXT, launch, loaded, database, additions(config, listening));
  }

  /** The pages' streams end before the server does, which waits for them. */
  private int run(App server, FolderWatch watch, boolean open) throws InterruptedException {
    Thread follower =
        Thread.ofPlatform()
            .name("pgext-dev")
            .daemon()
            .unstarted(() -> loop.follow(watch, DevTerminal::bug));
    try {
      return server.run(
          () -> {
            follower.start();
            welcome(server, open);
          });
    } finally {
      events.close();
    }
  }

  private Additions additions(Config config, Runnable listening) {
    Path configured = config.web().frontendDir();
    Path folder = configured == null ? project.resolve("frontend") : configured;
    return new Additions(
        new LivePages(new FolderFrontend(folder)),
        List.of(events),
        DevTerminal::shows,
        listening,
        WarmUp.Goal.FIRST_REQUESTS);
  }

  private void welcome(App server, boolean open) {
    String address = "http://localhost:" + server.port();
    System.out.println(new DevWelcome(project, target, loaded.config(), address).text());
    if (open) {
      Browser.open(address);
    }
  }

  @Override
  public void applying() {
    App server = app;
    before = server == null ? null : server.catalog();
  }

  @Override
  public void served(List<String> what, long milliseconds) {
    DevTerminal.live(what, milliseconds);
  }

  @Override
  public void failed(MigrationException failure) {
    ProjectJournal.keep(project, Severity.ERROR, String.valueOf(failure.getMessage()));
    DevTerminal.failed(failure);
  }

  @Override
  public void fixed() {
    DevTerminal.fixed();
  }

  @Override
  public void configured() {
    DevTerminal.configured();
    App server = app;
    if (server != null) {
      server.reloadConfig();
    }
  }

  @Override
  public void seededBefore() {
    DevTerminal.seededBefore();
  }

  /** The notification is on its way; without a channel it is asked for. */
  @Override
  @SuppressWarnings("ReferenceEquality") // every load makes another, be it equal or not
  public void awaitServed() {
    admission.renew();
    App server = app;
    if (server == null) {
      return;
    }
    if (!target.settings().channel().enabled()) {
      server.reloadDatabase();
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (server.catalog() == before && System.nanoTime() < deadline) {
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void tell(EventStream.Event event) {
    events.send(event);
  }
}
