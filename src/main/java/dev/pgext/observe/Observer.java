package dev.pgext.observe;

import java.util.List;
import java.util.function.Predicate;

/** Hears of everything that happens. Thread-safe, and quick: requests call it. */
@FunctionalInterface
public interface Observer {
  /** Takes note of one event. */
  void observe(Observation observation);

  /** One observer that tells several, in order. */
  static Observer all(Observer... observers) {
    List<Observer> each = List.of(observers);
    return observation -> each.forEach(observer -> observer.observe(observation));
  }

  /** An observer that tells another of what it is to hear. */
  static Observer only(Predicate<Observation> wanted, Observer observer) {
    return observation -> {
      if (wanted.test(observation)) {
        observer.observe(observation);
      }
    };
  }

  /** An observer that ignores everything. */
  static Observer silent() {
    return observation -> {};
  }
}
