package dev.pgext.cli;

import dev.pgext.config.ConfigException;
import dev.pgext.config.ConfigSources;
import dev.pgext.observe.LogEntry;
import dev.pgext.observe.LogFilter;
import dev.pgext.project.logs.LogReader;
import dev.pgext.project.logs.ProjectLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a project's processes, or a server elsewhere, have logged. */
@Command(
    name = "logs",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description =
        "Shows the log of api, cdc, websocket, migrations and the embedded PostgreSQL: of the"
            + " project in this folder, or of a server's admin port.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:an option is not usable, or there is no log",
      "2:the server does not answer, or refuses the token"
    })
final class LogsCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(200);

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private LogFilterOptions filters = new LogFilterOptions();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "LINES",
      description = "How many of the last ones to begin with (default: 100, or all with --since).")
  private @Nullable Integer lines;

  @Option(names = "--json", description = "One JSON object a line, for scripts.")
  private boolean json;

  @Mixin private FolderOption directory = new FolderOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A server's admin port, as http://host:3001, instead of the project.")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "The server's admin-logs-token (default: PGEXT_ADMIN_LOGS_TOKEN of the environment or"
              + " .env).")
  private @Nullable String token;

  @Override
  public Integer call() throws InterruptedException {
    LogLines out = new LogLines(System.out, json);
    if (lines != null && lines < 0) {
      return Faults.report("--lines " + lines + ": write 0 or more", ExitStatus.UNUSABLE);
    }
    try {
      LogFilter filter = filters.filter();
      return url == null ? local(filter, out) : remote(url, filter, out);
    } catch (ConfigException | IllegalArgumentException e) {
      return Faults.report(String.valueOf(e.getMessage()), ExitStatus.UNUSABLE);
    } catch (IOException e) {
      return Faults.report(Faults.text(e), ExitStatus.UNUSABLE);
    }
  }

  private int limit() {
    return lines != null ? lines : filters.hasSince() ? Integer.MAX_VALUE : 100;
  }

  private int local(LogFilter filter, LogLines out) throws IOException, InterruptedException {
    Path folder = directory.path();
    Optional<ProjectLogs> logs = ProjectLogs.of(folder);
    if (logs.isEmpty()) {
      return Faults.report(
          folder
              + " is no project: it has neither .pgext nor schema.sql.\n  hint: --dir names the"
              + " project's folder, --url a server's admin port",
          ExitStatus.UNUSABLE);
    }
    try (LogReader reader = new LogReader(logs.get())) {
      List<LogEntry> found = reader.next().stream().filter(filter::admits).toList();
      if (found.isEmpty() && !follow) {
        System.err.println("No such lines in " + folder.resolve(".pgext/logs") + ".");
      }
      out.print(found.subList(Math.max(0, found.size() - limit()), found.size()));
      while (follow && !out.closed()) {
        Thread.sleep(PAUSE);
        out.print(reader.next().stream().filter(filter::admits).toList());
      }
    }
    return ExitStatus.DONE;
  }

  private int remote(String address, LogFilter filter, LogLines out) throws InterruptedException {
    RemoteLogs server = new RemoteLogs(address, token());
    try {
      server.read(filter, follow ? RemoteLogs.End.NEVER : RemoteLogs.End.NOW, limit(), out);
      return ExitStatus.DONE;
    } catch (RemoteLogs.Refused refused) {
      return Faults.report(String.valueOf(refused.getMessage()), ExitStatus.UNREACHABLE);
    }
  }

  private String token() {
    if (token != null) {
      return token;
    }
    ConfigSources sources =
        ConfigSources.of(System.getenv(), directory.path(), System.in).withDotEnv();
    return sources.environment().getOrDefault("PGEXT_ADMIN_LOGS_TOKEN", "");
  }
}
