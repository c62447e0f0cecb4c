package dev.pgext.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK's way to them is not in its API, so it is reached by
 * reflection, and a JVM without it simply has none.
 *
 * @see <a
 *     href="https://github.com/openjdk/jdk/blob/master/src/jdk.unsupported/share/classes/sun/misc/Signal.java">sun.misc.Signal</a>
 */
final class Signals {
  private Signals() {}

  /**
   * Runs {@code action} at each signal of that name, instead of what the JVM would do.
   *
   * @param name without {@code SIG}
   * @return whether the JVM lets us have it. It does with USR2, but goes on to suspend threads with
   *     that signal unless {@code _JAVA_SR_SIGNUM} names another one when it starts, so whoever
   *     starts the JVM sets it
   */
  static boolean handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> invoke(method, action, self, arguments));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy equals itself only
  private static Object invoke(Method method, Runnable action, Object self, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield "";
      }
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "pgext's handler";
    };
  }
}
