package dev.pgext.config;

/** Strings as a configuration file has them. */
final class Quoting {

  private Quoting() {}

  /** In quotes, and such that reading gives the same text: {@code $} begins an interpolation. */
  static String quote(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "$$")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }
}
