package dev.pgext.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a child the signals that this process gets, also those of the time before the child is
 * there: they wait for it. The JDK's signal API is not a public one, so that it is reached by
 * reflection and its absence is tolerated.
 */
final class SignalForwarding {

  private static final String[] FORWARDED = {"TERM", "INT", "HUP", "USR1", "USR2"};

  private final CompletableFuture<Long> child = new CompletableFuture<>();

  private SignalForwarding() {}

  /** From here on a signal no longer ends this process. */
  static SignalForwarding start() {
    SignalForwarding forwarding = new SignalForwarding();
    if (File.separatorChar != '\\') {
      for (String signal : FORWARDED) {
        forwarding.forward(signal);
      }
    }
    return forwarding;
  }

  void to(Process process) {
    child.complete(pid(process));
  }

  private void forward(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler send =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              send(name, child.join());
              return null;
            }
            return method.getName().equals("hashCode") ? (Object) name.hashCode() : name;
          };
      Object forwarder =
          Proxy.newProxyInstance(Main.class.getClassLoader(), new Class<?>[] {handler}, send);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), forwarder);
    } catch (ReflectiveOperationException notOnThisSystem) {
      return;
    }
  }

  /**
   * The shell's own kill: slim images have no other. A child whose id is not to be had ends with
   * this process ({@link ParentWatch}).
   */
  private static void send(String name, long pid) throws IOException {
    if (pid < 0) {
      System.exit(ParentWatch.TERMINATED);
    }
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
  }

  /** Java 9 has {@code Process.pid()}, Java 8 a private field. */
  private static long pid(Process child) {
    try {
      return (Long) Process.class.getMethod("pid").invoke(child);
    } catch (ReflectiveOperationException javaEight) {
      return pidField(child);
    }
  }

  private static long pidField(Process child) {
    try {
      Field pid = child.getClass().getDeclaredField("pid");
      pid.setAccessible(true);
      return pid.getInt(child);
    } catch (ReflectiveOperationException notKnown) {
      return -1;
    }
  }
}
