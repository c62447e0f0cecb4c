package dev.pgext.realtime.row;

import dev.pgext.realtime.cdc.Tuple;

/**
 * SQL's three truth values, in their order: AND is the lower of two, OR the higher.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-logical.html">PostgreSQL: logical
 *     operators</a>
 */
enum Truth {
  FALSE,
  UNKNOWN,
  TRUE;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth and(Truth other) {
    return compareTo(other) < 0 ? this : other;
  }

  Truth or(Truth other) {
    return compareTo(other) > 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }

  /** A condition on an image. A value that was not sent makes it unknown. */
  @FunctionalInterface
  interface Of {
    Truth of(Tuple image);
  }
}
