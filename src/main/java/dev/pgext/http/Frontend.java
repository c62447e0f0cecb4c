package dev.pgext.http;

import java.util.Optional;

/**
 * The files that browsers are given: from a folder, or from wherever they are kept. Thread-safe.
 */
@FunctionalInterface
public interface Frontend {
  /**
   * The file of a path as it is now.
   *
   * @param path decoded, such as {@code /css/app.css}; a folder's page is {@code …/index.html}. It
   *     has no empty or hidden segments, and none that leads upwards
   */
  Optional<WebFile> find(String path);
}
