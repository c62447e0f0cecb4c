package dev.pgext.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster's data directory. initdb works on a directory beside it that is renamed when it is
 * complete, so a half-finished one is never taken for a cluster.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-initdb.html">initdb</a>
 */
record DataDirectory(Path path, EmbeddedPostgresSettings settings) {

  private static final String PARTIAL = "initdb-";
  private static final String INCLUDED = "pgext.conf";

  static DataDirectory of(EmbeddedPostgresSettings settings) {
    String name = Integer.toString(settings.majorVersion());
    return new DataDirectory(settings.directory().resolve(name), settings);
  }

  /** Makes the cluster unless it exists, and writes pgext's parameters. */
  void prepare(PostgresInstallation installation, ServerAccount account, Path password)
      throws IOException {
    deletePartial();
    if (!Files.exists(path.resolve("PG_VERSION"))) {
      refuseForeignContent();
      initialize(installation, account, password);
    }
    Files.writeString(path.resolve(INCLUDED), configuration());
  }

  private void refuseForeignContent() throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new EmbeddedPostgresException(
            path + " is not empty and is no PostgreSQL cluster; move it away");
      }
    }
    Files.delete(path);
  }

  private void deletePartial() throws IOException {
    try (Stream<Path> content = Files.list(settings.directory())) {
      content
          .filter(child -> child.getFileName().toString().startsWith(PARTIAL))
          .forEach(Directories::delete);
    }
  }

  private void initialize(PostgresInstallation installation, ServerAccount account, Path password)
      throws IOException {
    Path partial = settings.directory().resolve(PARTIAL + settings.majorVersion());
    Path log = settings.directory().resolve("initdb.log");
    List<String> command = account.command(initdb(installation, partial, password));
    if (run(command, log) != 0) {
      throw new EmbeddedPostgresException("initdb failed: " + LogTail.of(log, 0));
    }
    Files.writeString(
        partial.resolve("postgresql.conf"),
        "\ninclude_if_exists = '" + INCLUDED + "'\n",
        java.nio.file.StandardOpenOption.APPEND);
    Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(log);
  }

  private List<String> initdb(PostgresInstallation installation, Path target, Path password) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(installation.program("initdb").toString(), "-D", target.toString()));
    command.addAll(List.of("-U", EmbeddedPostgres.USER, "-E", "UTF8", "--lc-messages=C"));
    command.addAll(locale(installation.platform()));
    command.add("--auth-local=trust");
    if (settings.kept()) {
      command.addAll(List.of("--auth-host=scram-sha-256", "--pwfile=" + password));
    } else {
      command.add("--auth-host=trust");
    }
    if ("off".equals(parameters().get("fsync"))) {
      command.add("--no-sync");
    }
    return command;
  }

  private List<String> locale(Platform platform) {
    if (settings.majorVersion() >= 17) {
      return List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
    }
    return List.of(platform.linux() ? "--locale=C.UTF-8" : "--locale=C");
  }

  private static int run(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private Map<String, String> parameters() {
    Map<String, String> all = new TreeMap<>();
    all.put("wal_level", "logical");
    all.put("max_slot_wal_keep_size", "1GB");
    all.put("shared_preload_libraries", "pg_stat_statements");
    all.put("timezone", "UTC");
    all.put("log_timezone", "UTC");
    if (!settings.kept()) {
      all.putAll(Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off"));
    }
    all.putAll(settings.parameters());
    return all;
  }

  private String configuration() {
    StringBuilder text = new StringBuilder("# Written by pgext at every start.\n");
    parameters()
        .forEach(
            (name, value) -> text.append("%s = '%s'\n".formatted(name, value.replace("'", "''"))));
    return text.toString();
  }
}
