package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.TestPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/deployment.md, in their order, on a project that {@code init} has made. */
class DeploymentPageIT {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)(?:^<!-- (needs [^\\n]*) -->\\n)?^```(\\w+)\\n(.*?)^```$");

  @TempDir private Path folder;
  private EmbeddedPostgres postgres;
  private int api;
  private int admin;

  /** A fenced block of the page. */
  private record Block(boolean elsewhere, String language, String text) {}

  @BeforeEach
  void start() throws IOException {
    postgres = EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(folder.resolve("pg"), 18));
    api = TestPorts.next();
    admin = TestPorts.next();
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path pgext = bin.resolve("pgext");
    Files.writeString(
        pgext,
        "#!/bin/sh\n[ \"$1\" != serve ] || echo $$ > '%s'\nexec %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
            .formatted(
                folder.resolve("server.pid"),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Pgext.class.getName()));
    Files.setPosixFilePermissions(pgext, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void stop() throws IOException {
    Path pid = folder.resolve("server.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .ifPresent(DeploymentPageIT::end);
    }
    postgres.close();
  }

  private static void end(ProcessHandle server) {
    server.destroy();
    server.onExit().join();
  }

  @Test
  void everyCommandOfThePageDoesWhatItSays() throws Exception {
    assertThat(shell(folder, "pgext init shop").exit()).isZero();
    Path project = folder.resolve("shop");
    int ran = 0;
    for (Block block : blocks()) {
      if (block.language().equals("sql")) {
        execute(block.text().contains("CREATE DATABASE") ? "postgres" : "shop", block.text());
      } else if (block.language().equals("sh") && !block.elsewhere()) {
        Ran result = shell(project, block.text());
        assertThat(result.exit()).as(block.text() + result.output()).isZero();
        ran++;
      }
    }
    assertThat(ran).isGreaterThan(4);
    Ran list = shell(project, "pgext deploy list --url " + url("shop_owner:owner-secret"));
    assertThat(list.output()).contains("*    2  ", "1 migration");
  }

  @Test
  void linksAndUnitsAreRight() throws Exception {
    String page = Files.readString(Path.of("docs/deployment.md"));
    Pattern.compile("\\]\\((?!http)([^)#]+)")
        .matcher(page)
        .results()
        .forEach(link -> assertThat(Path.of("docs", link.group(1))).exists());
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/deployment.md")));
    while (block.find()) {
      blocks.add(new Block(block.group(1) != null, block.group(2), block.group(3)));
    }
    return blocks;
  }

  private String url(String account) {
    return "postgres://" + account + "@127.0.0.1:" + postgres.port() + "/shop";
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      for (String one : sql.split(";\\n")) {
        statement.execute(one);
      }
    }
  }

  private record Ran(int exit, String output) {}

  /**
   * Runs a script with the ports of this machine. What it leaves running writes to a file on and
   * on, so that the next script has another one.
   */
  private Ran shell(Path directory, String script) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", onThisMachine(script))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
    builder.environment().put("PGEXT_SERVER_PORT", Integer.toString(api));
    Process process = builder.start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(script).isTrue();
    return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private String onThisMachine(String script) {
    return script
        .replace("127.0.0.1:5432", "127.0.0.1:" + postgres.port())
        .replace("127.0.0.1:3000", "127.0.0.1:" + api)
        .replace("127.0.0.1:3001", "127.0.0.1:" + admin)
        .replace("PGEXT_ADMIN_SERVER_PORT=3001", "PGEXT_ADMIN_SERVER_PORT=" + admin);
  }
}
