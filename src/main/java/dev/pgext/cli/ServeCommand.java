package dev.pgext.cli;

import dev.pgext.config.Config;
import dev.pgext.config.ConfigDump;
import dev.pgext.config.ConfigExample;
import dev.pgext.config.ConfigException;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.config.LoadedConfig;
import dev.pgext.pg.connect.ConnectionSettingsException;
import dev.pgext.pg.connect.ConnectionTarget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a database until it is told to stop; or shows what would be served. */
@Command(
    name = ServeCommand.NAME,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = 1,
    description = "Serves a REST API for a PostgreSQL database.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:stopped by a signal",
      "1:the command line or the configuration is not usable, the address is taken, or the"
          + " database refuses for good"
    })
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";
  private static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Option(
      names = {"-e", "--example"},
      description = "Show an example configuration file.")
  private boolean example;

  @Option(
      names = "--dump-config",
      description = "Show the configuration in force, database settings included.")
  private boolean dumpConfig;

  @Option(names = "--dump-schema", description = "Show the schema cache as JSON.")
  private boolean dumpSchema;

  @Option(names = "--ready", description = "Ask a running server's admin port if it is ready.")
  private boolean ready;

  @Option(names = "--log-format", paramLabel = "text|json", description = "The shape of log lines.")
  private @Nullable String logFormat;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a setting, whatever file and environment say.")
  private Map<String, String> settings = new HashMap<>();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A configuration file in PostgREST's syntax.")
  private @Nullable Path file;

  private final Program program;

  ServeCommand(Program program) {
    this.program = program;
  }

  /**
   * The command that these arguments call where they are a configuration file at most, as those of
   * nearly each server are; null where it takes picocli to tell. Describing the command line to
   * picocli takes a fifth of a start.
   */
  static @Nullable ServeCommand plain(Program program, String... arguments) {
    List<String> words = List.of(arguments);
    if (program == Program.PGEXT) {
      if (words.isEmpty() || !words.get(0).equals(NAME)) {
        return null;
      }
      words = words.subList(1, words.size());
    }
    ServeCommand command = new ServeCommand(program);
    if (words.isEmpty()) {
      return command;
    }
    String word = words.get(0);
    if (words.size() > 1 || word.isEmpty() || word.startsWith("-") || word.startsWith("@")) {
      return null;
    }
    command.file = Path.of(word);
    return command;
  }

  /** Its name with that of the program. */
  String title() {
    return program == Program.PGEXT ? program.command() + " " + NAME : program.command();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (example) {
      out().print(ConfigExample.print(keys()));
      out().flush();
      return 0;
    }
    try {
      Launch launch = launch();
      return ready || dumpConfig || dumpSchema ? show(launch) : serve(launch);
    } catch (ConfigException e) {
      return failed(e, program == Program.PGEXT ? e.warnings() : List.of());
    } catch (ConnectionSettingsException e) {
      return failed(e, List.of());
    }
  }

  /** Who calls it postgrest expects PostgREST's lines only, and so no warnings. */
  private int failed(Exception unusable, List<String> warnings) {
    System.err.println(program.command() + ": " + unusable.getMessage());
    warnings.forEach(System.err::println);
    return FAILED;
  }

  private int show(Launch launch) throws InterruptedException {
    LoadedConfig loaded = ConfigLoader.load(launch.sources());
    Config config = loaded.config();
    if (ready) {
      return new ReadyProbe(config.admin()).run(out(), System.err);
    }
    Dump dump = new Dump(launch, loaded, () -> target(launch, config));
    return dumpConfig ? dump.config(keys(), out()) : dump.schemaCache(out());
  }

  private int serve(Launch launch) throws InterruptedException {
    ConfigLoader.Connected connected = ConfigLoader.loadToConnect(launch.sources());
    LoadedConfig loaded = connected.loaded();
    if (loaded.config().migrations().auto() && !MigrationsAtStart.run(launch, loaded)) {
      return FAILED;
    }
    try (App app = new App(program, launch, loaded, named(connected.connection()))) {
      return app.run();
    }
  }

  private ConnectionTarget target(Launch launch, Config config) {
    return named(ConnectionTarget.parse(config.database().uri(), launch.connectionEnvironment()));
  }

  private ConnectionTarget named(ConnectionTarget target) {
    return target.withFallbackApplicationName(program.product());
  }

  private Launch launch() {
    ConfigSources sources =
        ConfigSources.of(System.getenv(), Path.of("").toAbsolutePath(), System.in)
            .withFile(file)
            .withOverrides(overrides());
    return new Launch(program == Program.PGEXT ? sources.withDotEnv() : sources);
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>(settings);
    if (logFormat != null) {
      overrides.put("log-format", logFormat);
    }
    return overrides;
  }

  private ConfigDump.Keys keys() {
    return program == Program.POSTGREST ? ConfigDump.Keys.POSTGREST : ConfigDump.Keys.ALL;
  }

  private PrintWriter out() {
    return spec == null
        ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
        : spec.commandLine().getOut();
  }
}
