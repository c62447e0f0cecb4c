package dev.pgext.realtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which mechanism is off. There is one of it for all class loaders: the classes of {@link
 * SwitchableClasses} ask it at the beginning of each method that can be switched off.
 */
public final class Switches {
  private static final AtomicReference<@Nullable Mechanism> OFF = new AtomicReference<>();
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final AtomicLong FIRST_ASKED = new AtomicLong();
  private static final StackWalker STACK = StackWalker.getInstance();

  private Switches() {}

  /**
   * Whether what a test has waited for since {@code began} will not come any more; soon after a
   * mechanism was missing for the first time, since the test is expected to fail then. Until then a
   * slow machine has all of its time.
   */
  public static boolean isInVain(long began, Duration patience) {
    Mechanism mechanism = OFF.get();
    if (mechanism == null || ASKED.get() == 0) {
      return System.nanoTime() - began > patience.toNanos();
    }
    long since = Math.max(began - FIRST_ASKED.get(), 0) + FIRST_ASKED.get();
    return System.nanoTime() - since > mechanism.patience().toNanos();
  }

  /** Switches one off. */
  static void off(Mechanism mechanism) {
    ASKED.set(0);
    FIRST_ASKED.set(0);
    OFF.set(mechanism);
  }

  /** Switches it on again; how often it was missing. */
  static int on() {
    OFF.set(null);
    return ASKED.get();
  }

  /** Whether a method, named with its class, must not run now. */
  public static boolean isOff(String method) {
    Mechanism mechanism = OFF.get();
    if (mechanism == null || !mechanism.method().equals(method)) {
      return false;
    }
    if (mechanism.effect() == Effect.NOT_WITHIN_ITSELF && !isWithinItself(method)) {
      return false;
    }
    FIRST_ASKED.compareAndSet(0, System.nanoTime());
    ASKED.incrementAndGet();
    return true;
  }

  private static boolean isWithinItself(String method) {
    return STACK.walk(
        frames ->
            frames
                    .filter(
                        frame ->
                            (frame.getClassName() + "." + frame.getMethodName()).equals(method))
                    .limit(2)
                    .count()
                == 2);
  }

  /** What it returns instead. */
  public static @Nullable Object instead(Class<?> type, @Nullable Object self) {
    Mechanism mechanism = OFF.get();
    return mechanism == null ? null : mechanism.effect().result(type, self);
  }
}
