package dev.pgext.catalog;

import java.time.Duration;

/** Is told what becomes of loads, on the thread {@code pgext-catalog}. */
public interface CatalogListener {
  /** What to do after a failure. */
  enum Recovery {
    RETRY,
    GIVE_UP
  }

  /** A catalog is in force; loading took that long. */
  void loaded(Catalog catalog, Duration took);

  /** A load failed, and the catalog before it stays in force. */
  Recovery failed(Exception failure);

  /** The next attempt comes in {@code delay}. */
  void retrying(Duration delay);
}
