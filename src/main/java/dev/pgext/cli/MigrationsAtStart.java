package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import dev.pgext.observe.Component;
import dev.pgext.observe.LogWriter;
import dev.pgext.observe.Observation;
import dev.pgext.observe.Severity;
import dev.pgext.pg.connect.ConnectionTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** {@code auto-migrate}: the project's migrations before anything is served. */
final class MigrationsAtStart {
  private static final Duration LONGEST = Duration.ofSeconds(32);

  private final Migrations migrations;
  private final MigrationTarget target;
  private final LogWriter log;
  private final Path directory;
  private final boolean recovers;
  private final Runnable ownSchemas;

  private MigrationsAtStart(Launch launch, Config config) {
    ConfigSources sources = launch.sources();
    this.log = Logs.writer(config, () -> config, Clock.system(ZoneId.systemDefault()));
    this.target = target(config, launch);
    this.ownSchemas = () -> OwnSchemas.install(target, config, launch);
    this.directory = sources.directory();
    this.recovers = config.database().pool().automaticRecovery();
    this.migrations =
        Migrations.of(
            sources.directory(),
            MigrationSettings.standard(
                sources.environment(),
                event -> {
                  String line = MigrationLines.line(event);
                  if (line != null) {
                    say(line.strip());
                  }
                }));
  }

  /** Applies them, as soon as the database answers; false where they fail, which is logged. */
  static boolean run(Launch launch, LoadedConfig loaded) throws InterruptedException {
    return new MigrationsAtStart(launch, loaded.config()).run();
  }

  /** The connection that migrations use. */
  static MigrationTarget target(Config config, Launch launch) {
    String own = config.migrations().uri();
    ConnectionTarget connection =
        ConnectionTarget.parse(
                own == null ? config.database().uri() : own, launch.connectionEnvironment())
            .withFallbackApplicationName("pgext migrate");
    return new MigrationTarget(connection, config.database());
  }

  private boolean run() throws InterruptedException {
    Duration delay = Duration.ofSeconds(1);
    while (true) {
      try {
        ownSchemas.run();
        migrations.apply(target);
        return true;
      } catch (MigrationException failure) {
        say(String.valueOf(failure.getMessage()));
        if (failure.reason() != Reason.UNREACHABLE || !recovers || refused(failure)) {
          return false;
        }
        say("The migrations wait for the database: next attempt in " + delay.toSeconds() + " s");
        Thread.sleep(delay);
        delay = delay.compareTo(LONGEST) < 0 ? delay.multipliedBy(2) : LONGEST;
      }
    }
  }

  /** A password does not become right by trying again. */
  private static boolean refused(MigrationException failure) {
    return String.valueOf(failure.getMessage()).contains("check the user");
  }

  private void say(String text) {
    ProjectJournal.keep(directory, Severity.INFO, text);
    log.observe(
        new Observation.Warning(
            Component.MIGRATIONS, List.of(("Migrations: " + text).split("\n"))));
  }
}
