package dev.pgext.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The queries that lie beside the classes which ask them. */
public final class SqlResource {
  private SqlResource() {}

  /** The text of {@code name.sql} beside a class. */
  public static String read(Class<?> beside, String name) {
    try (InputStream sql = beside.getResourceAsStream(name + ".sql")) {
      if (sql == null) {
        throw new IllegalStateException("missing resource " + name + ".sql");
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
