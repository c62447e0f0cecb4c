package dev.pgext.launcher;

import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * Ends a re-executed pgext when the launcher that started it is gone, also by kill -9: from then on
 * the process has another parent. {@code ProcessHandle} is called by reflection because Java 8 does
 * not have it; the child's Java always does.
 */
final class ParentWatch implements Runnable {

  /** The exit status of a process that SIGTERM ended. */
  static final int TERMINATED = 128 + 15;

  private static final String VARIABLE = "_PGEXT_LAUNCHER_PID";
  private static final long INTERVAL_MILLIS = 250;

  private final long parent;

  private ParentWatch(long parent) {
    this.parent = parent;
  }

  /** Tells the child in its environment whose child it is. */
  static void announce(Map<String, String> environment) {
    String name = ManagementFactory.getRuntimeMXBean().getName();
    environment.put(VARIABLE, name.replaceFirst("@.*", ""));
  }

  /** Watches the launcher if this JVM was started by one. */
  static void startIfChild() {
    String announced = System.getenv(VARIABLE);
    if (announced == null || !announced.equals(Long.toString(currentParent()))) {
      return;
    }
    Thread watch = new Thread(new ParentWatch(Long.parseLong(announced)), "pgext-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  @Override
  public void run() {
    try {
      while (currentParent() == parent) {
        Thread.sleep(INTERVAL_MILLIS);
      }
      System.exit(TERMINATED);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The parent's process id; 0 if it is gone, -1 if it cannot be found out. */
  private static long currentParent() {
    try {
      Class<?> type = Class.forName("java.lang.ProcessHandle");
      Object self = type.getMethod("current").invoke(null);
      Object parent = type.getMethod("parent").invoke(self);
      java.util.Optional<?> handle = (java.util.Optional<?>) parent;
      return handle.isPresent() ? (Long) type.getMethod("pid").invoke(handle.get()) : 0;
    } catch (ReflectiveOperationException unknown) {
      return -1;
    }
  }
}
