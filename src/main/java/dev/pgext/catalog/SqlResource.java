package dev.pgext.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The queries that lie beside the classes. */
final class SqlResource {
  private SqlResource() {}

  /** The text of {@code name.sql}. */
  static String read(String name) {
    try (InputStream sql = SqlResource.class.getResourceAsStream(name + ".sql")) {
      if (sql == null) {
        throw new IllegalStateException("missing resource " + name + ".sql");
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
