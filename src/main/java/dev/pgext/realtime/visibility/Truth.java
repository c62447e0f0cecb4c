package dev.pgext.realtime.visibility;

/**
 * SQL's three truth values, and that a value needed for one was not sent.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-logical.html">PostgreSQL: logical
 *     operators</a>
 */
enum Truth {
  FALSE,
  UNKNOWN,
  MISSING,
  TRUE;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    if (this == MISSING || other == MISSING) {
      return MISSING;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : TRUE;
  }

  Truth or(Truth other) {
    return negated().and(other.negated()).negated();
  }

  Truth negated() {
    return switch (this) {
      case FALSE -> TRUE;
      case TRUE -> FALSE;
      case UNKNOWN -> UNKNOWN;
      case MISSING -> MISSING;
    };
  }
}
