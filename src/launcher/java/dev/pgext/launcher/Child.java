package dev.pgext.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * pgext in a JVM of its own: with our standard streams, the signals that we get, and our exit
 * status in the end.
 */
final class Child {

  private Child() {}

  /** Runs pgext with this Java and waits for its exit status. */
  static int run(JavaHome java, String[] arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(java, arguments)).inheritIO();
    ParentWatch.announce(builder.environment());
    if (System.getProperty("os.name", "").equals("Linux")) {
      // HotSpot suspends threads with SIGUSR2 unless told another one; pgext reloads on SIGUSR2.
      builder.environment().putIfAbsent("_JAVA_SR_SIGNUM", "35");
    }
    SignalForwarding signals = SignalForwarding.start();
    Process process = builder.start();
    signals.to(process);
    return process.waitFor();
  }

  private static List<String> command(JavaHome java, String[] arguments) throws IOException {
    File jar = jar();
    List<String> command = new ArrayList<>();
    command.add(java.executable().getPath());
    command.addAll(JvmOptions.of(java.version(), jar));
    command.addAll(ProgramName.options());
    command.addAll(Arrays.asList("-jar", jar.getPath()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static File jar() {
    try {
      return new File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException notAFile) {
      throw new IllegalStateException(notAFile);
    }
  }
}
