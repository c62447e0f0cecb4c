package dev.pgext.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

  private static final String APPLICATION =
      """
      package dev.pgext.cli;

      public class Pgext {
        public static void main(String[] arguments) throws Exception {
          for (String name : new String[] {"HUP", "USR1", "USR2"}) {
            sun.misc.Signal.handle(new sun.misc.Signal(name), System.out::println);
          }
          String program = System.getProperty("pgext.program");
          System.out.println(
              ProcessHandle.current().pid()
                  + (arguments.length == 0 ? "" : " " + program)
                  + " "
                  + String.join("|", arguments));
          int status = System.in.read();
          System.exit(status < 0 ? 99 : status - '0');
        }
      }
      """;

  /** HUP is the first bit, INT the second. */
  private static final Pattern IGNORES_SIGNALS = Pattern.compile("SigIgn:\\s+.*[1235679abdef]");

  @TempDir private static Path directory;
  private static Path jar;

  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void buildJar() throws IOException {
    Path source = Files.writeString(directory.resolve("Pgext.java"), APPLICATION);
    Path classes = Files.createDirectory(directory.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, OutputStream.nullOutputStream(), "-d", classes.toString(), "" + source);
    assertThat(status).isZero();
    jar = directory.resolve("launched.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    try (JarOutputStream target = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      add(classes, classes, target);
      Path main = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
      add(main, main.resolve("dev/pgext/launcher"), target);
    }
  }

  private static void add(Path root, Path part, JarOutputStream jar) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(part)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
      Files.copy(file, jar);
      jar.closeEntry();
    }
  }

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aNewJavaRunsTheApplicationItself() throws Exception {
    Process process = launch(current(), "serve", "a b");
    assertThat(process.inputReader().readLine()).isEqualTo(process.pid() + " null serve|a b");
  }

  @Test
  void theApplicationGetsReloadSignalsWithoutAnyEnvironment() throws Exception {
    Process process = launch(current());
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    output.readLine();
    for (String signal : List.of("USR1", "USR2", "HUP", "USR2")) {
      send(signal, process);
      assertThat(output.readLine()).isEqualTo("SIG" + signal);
    }
  }

  @Test
  void anOldJavaPassesArgumentsInputAndStatusOn() throws Exception {
    Process process = launch(old(), "serve", "a b");
    assertThat(process.inputReader().readLine()).endsWith(" serve|a b");
    process.getOutputStream().write('7');
    process.getOutputStream().close();
    assertThat(process.waitFor()).isEqualTo(7);
  }

  @Test
  void anOldJavaPassesTheNameThatItWasCalledByOn() throws Exception {
    Process renamed =
        start(
            List.of("bash", "-c", "exec -a /bin/postgrest \"$0\" \"$@\"", old().getPath()),
            List.of("-jar", jar.toString(), "serve"));
    assertThat(renamed.inputReader().readLine()).endsWith(" /bin/postgrest serve");
    Process told =
        start(
            List.of(old().getPath(), "-Dpgext.program=postgrest"),
            List.of("-jar", jar.toString(), "serve"));
    assertThat(told.inputReader().readLine()).endsWith(" postgrest serve");
  }

  @Test
  void anOldJavaForwardsReloadSignals() throws Exception {
    Process process = launch(old());
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    output.readLine();
    for (String signal : List.of("USR1", "USR2", "HUP", "USR2")) {
      send(signal, process);
      assertThat(output.readLine()).isEqualTo("SIG" + signal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void anOldJavaForwardsTheSignalsThatEnd(String signal) throws Exception {
    Process process = launch(old());
    long child = child(process);
    send(signal, process);
    assertThat(process.waitFor()).isEqualTo(signal.equals("TERM") ? 143 : 130);
    assertThat(running(child)).isFalse();
  }

  @Test
  void theChildEndsWhenItsLauncherIsKilled() throws Exception {
    Process process = launch(old());
    long child = child(process);
    process.destroyForcibly().waitFor();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (running(child)) {
      assertThat(System.nanoTime()).as("the child still runs").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static long child(Process launcher) throws IOException {
    String first = String.valueOf(launcher.inputReader(StandardCharsets.UTF_8).readLine());
    return Long.parseLong(first.strip());
  }

  /** A zombie that no init process takes care of has ended, too. */
  private static boolean running(long pid) throws IOException {
    try {
      return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException ended) {
      return false;
    }
  }

  private static void send(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  private Process launch(File java, String... arguments) throws IOException {
    List<String> options = new ArrayList<>(List.of("-jar", jar.toString()));
    options.addAll(Arrays.asList(arguments));
    return start(List.of(java.getPath()), options);
  }

  private Process start(List<String> java, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(heedingSignals());
    command.addAll(java);
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  /** What nohup or a background job of a shell ignores, its children do, unless told otherwise. */
  private static List<String> heedingSignals() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean heeded =
        !Files.exists(status)
            || Files.readAllLines(status).stream().noneMatch(IGNORES_SIGNALS.asMatchPredicate());
    return heeded ? List.of() : List.of("env", "--default-signal");
  }

  private static File current() {
    return new File(System.getProperty("java.home"), "bin/java");
  }

  private static File old() {
    File[] homes = new File("/usr/lib/jvm").listFiles();
    Optional<JavaHome> old =
        Stream.of(homes == null ? new File[0] : homes)
            .flatMap(home -> JavaHome.in(home).stream())
            .filter(java -> java.version().feature() < 21)
            .findFirst();
    assumeTrue(old.isPresent(), "no Java older than 21 is installed");
    return old.orElseThrow().executable();
  }
}
