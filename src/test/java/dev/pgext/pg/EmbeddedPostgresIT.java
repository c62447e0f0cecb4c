package dev.pgext.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** With a cluster to copy: to make one takes longest. */
  private static Path prototype;

  private Path directory;
  private final List<Process> programs = new ArrayList<>();

  @BeforeAll
  static void makePrototype() throws IOException {
    prototype = readableDirectory();
    EmbeddedPostgres.start(kept(prototype)).close();
  }

  @AfterAll
  static void deletePrototype() {
    Directories.delete(prototype);
  }

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = readableDirectory();
  }

  private static Path readableDirectory() throws IOException {
    Path made = Files.createTempDirectory("pgext-embedded-");
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void copyPrototype() throws Exception {
    Process copy =
        new ProcessBuilder("cp", "-a", prototype + "/.", directory.toString()).inheritIO().start();
    assertThat(copy.waitFor()).isZero();
  }

  @AfterEach
  void deleteDirectory() throws InterruptedException {
    for (Process program : programs) {
      program.destroyForcibly().waitFor();
    }
    PostmasterPid.read(directory.resolve("18")).ifPresent(EmbeddedPostgresIT::awaitEnd);
    Directories.delete(directory);
  }

  @Test
  void keepsItsDataAcrossRestarts() throws SQLException {
    try (EmbeddedPostgres server = start()) {
      execute(server, "CREATE TABLE kept AS SELECT 1 AS id");
    }
    try (EmbeddedPostgres server = start()) {
      assertThat(count(server, "kept")).isEqualTo(1);
    }
  }

  @Test
  void recoversFromAKilledPostmaster() throws Exception {
    copyPrototype();
    EmbeddedPostgres killed = start();
    execute(killed, "CREATE TABLE kept AS SELECT 1 AS id");
    PostmasterPid postmaster = PostmasterPid.read(killed.dataDirectory()).orElseThrow();
    ProcessHandle.of(postmaster.pid()).orElseThrow().destroyForcibly();
    awaitEnd(postmaster);
    killed.close();
    assertThat(killed.running()).isFalse();
    try (EmbeddedPostgres server = start()) {
      assertThat(count(server, "kept")).isEqualTo(1);
    }
  }

  @Test
  void leavesAPortAloneThatIsInUse() throws Exception {
    copyPrototype();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EmbeddedPostgres server =
            EmbeddedPostgres.start(kept(directory).withPort(taken.getLocalPort()))) {
      assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
      execute(server, "SELECT 1");
    }
  }

  @Test
  void makesAHalfFinishedClusterAgain() throws Exception {
    Path half = Files.createDirectories(directory.resolve("initdb-18/base"));
    Files.writeString(half.resolve("1"), "half");
    Files.createDirectories(directory.resolve("18"));
    try (EmbeddedPostgres server = start()) {
      execute(server, "SELECT 1");
      assertThat(half).doesNotExist();
    }
  }

  @Test
  void touchesNoDirectoryThatHoldsSomethingElse() throws IOException {
    Path foreign = Files.createDirectories(directory.resolve("18")).resolve("diary.txt");
    Files.writeString(foreign, "dear diary");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("is no PostgreSQL cluster");
    assertThat(foreign).hasContent("dear diary");
  }

  @Test
  void removesThePidFileOfAProcessThatIsNoServer() throws Exception {
    copyPrototype();
    long self = ProcessHandle.current().pid();
    Files.writeString(
        PostmasterPid.file(directory.resolve("18")), self + "\n" + directory + "\n1000000000\n1\n");
    try (EmbeddedPostgres server = start()) {
      execute(server, "SELECT 1");
    }
  }

  @Test
  void refusesASecondServerInTheSameDirectory() throws Exception {
    copyPrototype();
    try (EmbeddedPostgres first = start()) {
      assertThat(first.running()).isTrue();
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("Another pgext runs");
    }
  }

  @Test
  void asksForThePasswordOnTcp() throws Exception {
    copyPrototype();
    try (EmbeddedPostgres server = start()) {
      String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.port());
      assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "wrong").close())
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void worksInADirectoryWithAVeryLongName() throws Exception {
    Path deep = directory.resolve("long-name-".repeat(12));
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(deep, 18))) {
      execute(server, "SELECT 1");
    }
    assertThat(deep).doesNotExist();
  }

  @Test
  void worksForRootWhereNobodyElseMayEnter() throws Exception {
    assumeTrue(root());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path inside = Files.createDirectory(directory.resolve("inside"));
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresSettings.discarded(inside, 18))) {
      execute(server, "SELECT 1");
    }
  }

  @Test
  void worksForAnOrdinaryUser() throws Exception {
    assumeTrue(root());
    Files.setOwner(
        directory,
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    Process program =
        launch(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"));
    assertThat(count(jdbcUrl(program), "pg_class")).isPositive();
    program.getOutputStream().close();
    assertThat(program.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isZero();
  }

  @Test
  void stopsWhenItsJvmIsTerminated() throws Exception {
    copyPrototype();
    Process program = launch(List.of());
    assertThat(jdbcUrl(program)).startsWith("jdbc:postgresql:");
    PostmasterPid postmaster = PostmasterPid.read(directory.resolve("18")).orElseThrow();
    program.destroy();
    awaitEnd(postmaster);
  }

  @Test
  void stopsWhenItsJvmIsKilledAndStartsAgainAtOnce() throws Exception {
    copyPrototype();
    Process program = launch(List.of());
    execute(jdbcUrl(program), "CREATE TABLE kept AS SELECT 1 AS id");
    program.destroyForcibly().waitFor();
    try (EmbeddedPostgres server = start()) {
      assertThat(count(server, "kept")).isEqualTo(1);
    }
  }

  private static EmbeddedPostgresSettings kept(Path directory) {
    return EmbeddedPostgresSettings.kept(directory, 0).withParameter("fsync", "off");
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(kept(directory));
  }

  private Process launch(List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    String jar = System.getProperty("pgext.jar");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(Files.exists(Path.of(jar)) ? jar + ":" + testClasses() : classPath());
    command.addAll(List.of(EmbeddedPostgresProgram.class.getName(), directory.toString()));
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    programs.add(program);
    return program;
  }

  private static Path testClasses() {
    return Path.of(
        URI.create(
            EmbeddedPostgresProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
  }

  private static String classPath() {
    assumeTrue(!root(), "the jar is not built");
    return System.getProperty("java.class.path");
  }

  private static String jdbcUrl(Process program) throws IOException {
    BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
    return String.valueOf(output.readLine());
  }

  private static void awaitEnd(PostmasterPid postmaster) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (postmaster.server().isPresent()) {
      assertThat(System.nanoTime()).as("the server still runs").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    execute(server.jdbcUrl("postgres"), sql);
  }

  private static void execute(String jdbcUrl, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(EmbeddedPostgres server, String table) throws SQLException {
    return count(server.jdbcUrl("postgres"), table);
  }

  private static long count(String jdbcUrl, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      result.next();
      return result.getLong(1);
    }
  }
}
