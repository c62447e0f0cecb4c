package dev.pgext.realtime.supabase;

import java.io.Serial;

/** A join that cannot be granted. */
final class RefusedJoinException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedJoinException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** {@code Code: message}. */
  String reason() {
    return reason;
  }
}
