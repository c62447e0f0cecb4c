package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigException;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Session;
import dev.pgext.migrate.file.MigrationFileException;
import dev.pgext.observe.Severity;
import dev.pgext.pg.EmbeddedPostgresException;
import dev.pgext.pg.connect.ConnectionSettingsException;
import dev.pgext.project.release.ReleaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which project, and which database: what the commands that change one have in common. */
@Command(
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the command line, the configuration or a file is not usable",
      "2:the database does not answer, or refuses the login",
      "3:a statement failed",
      "4:the database's state forbids it, or it was not confirmed",
      "5:not ready in time, or (status --exit-code) something is due"
    })
final class ProjectOptions {
  private static final String CONNECTION_HINT =
      "\n  hint: write it as postgres://user:password@host:5432/name in --url, DATABASE_URL or .env";
  private static final List<String> LIBPQ = List.of("PGHOST", "PGPORT", "PGDATABASE", "PGSERVICE");
  private static final List<String> PARTS =
      List.of("schema.sql", "migrations", "functions", "frontend");

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The database, as postgres://user:password@host:port/name (default: db-uri of the"
              + " configuration, or DATABASE_URL of the environment or .env; else that of pgext"
              + " dev).")
  private @Nullable String url;

  private @Nullable ProjectPostgres own;

  Path directory() {
    return settings.directory();
  }

  /** The process's variables, and those of .env. */
  Map<String, String> environment() {
    return sources().environment();
  }

  /** Whether the command line, the configuration, the environment or .env names one. */
  boolean namesDatabase() {
    return url != null || !config().database().uri().equals(Config.defaults().database().uri());
  }

  /** What a command in a hint needs to reach the same database; the address may have a password. */
  String sameDatabase() {
    return url == null ? "" : " --url …";
  }

  /** The database: where none is named, that of {@code pgext dev}, if it has made one. */
  MigrationTarget target() {
    if (own == null && !named()) {
      own = ownPostgres();
    }
    return configuredTarget();
  }

  /**
   * The database to deploy to, which is not that of {@code pgext dev}.
   *
   * @throws MigrationException where none is named
   */
  MigrationTarget deploymentTarget() {
    if (!named()) {
      throw new MigrationException(
          MigrationException.Reason.FILES,
          """
          no database is named to deploy to
            hint: name it with --url, or with DATABASE_URL in the environment or .env; the one of `pgext dev` is for development""");
    }
    return configuredTarget();
  }

  private MigrationTarget configuredTarget() {
    ConfigSources sources = sources();
    return MigrationsAtStart.target(ConfigLoader.load(sources).config(), new Launch(sources));
  }

  /** Whether anything says which database it is; a user or a password alone does not. */
  private boolean named() {
    return namesDatabase()
        || config().migrations().uri() != null
        || LIBPQ.stream().anyMatch(environment()::containsKey);
  }

  private @Nullable ProjectPostgres ownPostgres() {
    try {
      return ProjectPostgres.of(directory()).orElse(null);
    } catch (SQLException e) {
      throw Session.broken(e);
    }
  }

  private Config config() {
    return ConfigLoader.load(sources()).config();
  }

  /** Sees to it that what the project's SQL uses of pgext is in the database. */
  void installOwnSchemas(MigrationTarget target) {
    ConfigSources sources = sources();
    OwnSchemas.install(target, ConfigLoader.load(sources).config(), new Launch(sources));
  }

  private ConfigSources sources() {
    return sources(own == null ? Map.of() : own.overrides());
  }

  /** Where the project's settings come from, and some that are stronger. */
  ConfigSources sources(Map<String, String> stronger) {
    Map<String, String> overrides = new HashMap<>();
    if (url != null) {
      overrides.putAll(Map.of("db-uri", url, "migrate-db-uri", url));
    }
    overrides.putAll(stronger);
    return settings.sources(overrides);
  }

  /** Runs a command; what may go wrong becomes its message and its exit status. */
  int run(Callable<Integer> command) throws Exception {
    if (!Files.isDirectory(directory())) {
      return Faults.report(directory() + ": there is no such folder", ExitStatus.UNUSABLE);
    }
    try {
      return command.call();
    } catch (ConnectionSettingsException e) {
      return Faults.report(e.getMessage() + CONNECTION_HINT, ExitStatus.UNUSABLE);
    } catch (ConfigException | MigrationFileException e) {
      return Faults.report(String.valueOf(e.getMessage()), ExitStatus.UNUSABLE);
    } catch (MigrationException e) {
      ProjectJournal.keep(directory(), Severity.ERROR, String.valueOf(e.getMessage()));
      return Faults.report(e.render(Terminal.colours()) + unnamed(e), ExitStatus.of(e));
    } catch (ReleaseException e) {
      return Faults.report(String.valueOf(e.getMessage()), ExitStatus.of(e));
    } catch (EmbeddedPostgresException e) {
      return Faults.report(Faults.text(e), ExitStatus.UNUSABLE);
    } finally {
      Closing.all(own);
    }
  }

  /** What answers where nobody has named a database is libpq's default, and nobody's intention. */
  private String unnamed(MigrationException failure) {
    boolean tried = failure.reason() == MigrationException.Reason.UNREACHABLE && own == null;
    return tried && !named()
        ? "\n  hint: no database is named: `pgext dev` runs one of its own, --url or DATABASE_URL names"
            + " another"
        : "";
  }

  /**
   * Returns where there is something to bring into a database.
   *
   * @throws MigrationException elsewhere
   */
  void requireProject() {
    boolean any = PARTS.stream().map(directory()::resolve).anyMatch(Files::exists);
    if (!any) {
      throw new MigrationException(
          MigrationException.Reason.FILES,
          """
          %s is no project: it has none of %s
            hint: go to the project's folder, or name it with --dir; `pgext init NAME` makes a new one"""
              .formatted(directory(), String.join(", ", PARTS)));
    }
  }
}
