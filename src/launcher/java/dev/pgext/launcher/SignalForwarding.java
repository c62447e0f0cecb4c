package dev.pgext.launcher;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Sends a child the signals that this process gets. The JDK's signal API is not a public one, so
 * that it is reached by reflection and its absence is tolerated.
 */
final class SignalForwarding {

  private static final String[] FORWARDED = {"TERM", "INT", "HUP", "USR1", "USR2"};

  private SignalForwarding() {}

  static void to(Process child) {
    long pid = pid(child);
    if (pid < 0 || java.io.File.separatorChar == '\\') {
      return;
    }
    for (String signal : FORWARDED) {
      forward(signal, pid);
    }
  }

  private static void forward(String name, long pid) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler send =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              send(name, pid);
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

  /** The shell's own kill: slim images have no other. */
  private static void send(String name, long pid) throws IOException {
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
