package dev.pgext.realtime;

import java.time.Duration;

/**
 * What makes a guarantee hold, and how it is switched off: a method that does something else.
 *
 * @param type the class without {@code dev.pgext.realtime}
 * @param guarantee the test that must fail then
 * @param patience how long that waits for what does not come
 */
record Mechanism(
    Class<?> test, String guarantee, String type, String name, Effect effect, Duration patience) {
  private static final Duration SOON = Duration.ofMillis(1500);

  Mechanism(Class<?> test, String guarantee, String type, String name, Effect effect) {
    this(test, guarantee, type, name, effect, SOON);
  }

  /** The same, where it takes so long that it would have done something. */
  Mechanism after(Duration longer) {
    return new Mechanism(test, guarantee, type, name, effect, longer);
  }

  String className() {
    return "dev.pgext.realtime." + type;
  }

  String method() {
    return className() + "." + name;
  }

  @Override
  public String toString() {
    return guarantee + " without " + type + "." + name;
  }
}
