package dev.pgext.pg;

import org.jspecify.annotations.Nullable;

/** Says in one sentence why the embedded PostgreSQL cannot run, for the person at the terminal. */
public final class EmbeddedPostgresException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
