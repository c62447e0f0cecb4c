package dev.pgext.realtime.row;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Types of which values are compared here with certainly the same outcome as in PostgreSQL. Others
 * are left to it: their order or equality depends on collations, or is not that of their texts.
 */
enum ComparedType {
  /** Equal values have equal texts; PostgreSQL orders them. */
  OPAQUE(Equality.TEXT, Order.NONE),
  /** As OPAQUE, under a deterministic collation; has LIKE. */
  TEXT(Equality.TEXT, Order.NONE),
  /** {@code char(n)}: blanks at the end do not count. */
  PADDED(Equality.KEY, Order.NONE),
  /** Ordered as their texts: a uuid, a boolean, a time of day. */
  LEXICAL(Equality.TEXT, Order.KEY),
  INTEGER(Equality.TEXT, Order.KEY),
  DATE(Equality.TEXT, Order.KEY),
  TIMESTAMP(Equality.TEXT, Order.KEY),
  /** Its text depends on the session's time zone. */
  TIMESTAMPTZ(Equality.KEY, Order.KEY),
  /** 1.0 equals 1.00. */
  NUMERIC(Equality.KEY, Order.KEY),
  /** -0 equals 0. */
  FLOAT(Equality.KEY, Order.KEY);

  private final Equality equality;
  private final Order order;

  private enum Equality {
    TEXT,
    KEY
  }

  private enum Order {
    NONE,
    KEY
  }

  ComparedType(Equality equality, Order order) {
    this.equality = equality;
    this.order = order;
  }

  /** How values of a type are compared; null where only PostgreSQL can. */
  static @Nullable ComparedType of(@Nullable ValueType base) {
    if (base == null || base.user()) {
      return base != null && base.kind() == 'e' ? OPAQUE : null;
    }
    return switch (base.name()) {
      case "bytea", "name", "macaddr", "macaddr8", "pg_lsn" -> OPAQUE;
      case "text", "varchar" -> TEXT;
      case "bpchar" -> PADDED;
      case "uuid", "bool", "time" -> LEXICAL;
      case "int2", "int4", "int8", "oid" -> INTEGER;
      case "date" -> DATE;
      case "timestamp" -> TIMESTAMP;
      case "timestamptz" -> TIMESTAMPTZ;
      case "numeric" -> NUMERIC;
      case "float4", "float8" -> FLOAT;
      default -> null;
    };
  }

  /** Whether equal values have equal texts, and only they. */
  boolean equalByText() {
    return equality == Equality.TEXT;
  }

  boolean ordered() {
    return order == Order.KEY;
  }

  /** Whether the column's collation must be deterministic. */
  boolean collated() {
    return this == TEXT || this == PADDED;
  }

  /** A value's place in the order. */
  Key key(String text) {
    return switch (this) {
      case OPAQUE, TEXT, LEXICAL -> new Key.Text(text);
      case PADDED -> new Key.Text(unpadded(text));
      case INTEGER -> new Key.Whole(Long.parseLong(text));
      case DATE -> new Key.Whole(DateTimeText.date(text));
      case TIMESTAMP, TIMESTAMPTZ -> new Key.Whole(DateTimeText.timestamp(text));
      case NUMERIC -> numeric(text);
      case FLOAT -> new Key.Floating(Double.parseDouble(text) + 0.0);
    };
  }

  private static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static Key numeric(String text) {
    return switch (text) {
      case "NaN" -> new Key.Decimal(2, BigDecimal.ZERO);
      case "Infinity" -> new Key.Decimal(1, BigDecimal.ZERO);
      case "-Infinity" -> new Key.Decimal(-1, BigDecimal.ZERO);
      default -> new Key.Decimal(0, new BigDecimal(text));
    };
  }

  /** Something ordered; only keys of one type are compared. */
  sealed interface Key {
    int compare(Key other);

    /** By characters. */
    record Text(String value) implements Key {
      @Override
      public int compare(Key other) {
        return value.compareTo(((Text) other).value);
      }
    }

    /** By number. */
    record Whole(long value) implements Key {
      @Override
      public int compare(Key other) {
        return Long.compare(value, ((Whole) other).value);
      }
    }

    /** By number; NaN is the greatest, as in PostgreSQL. */
    record Floating(double value) implements Key {
      @Override
      public int compare(Key other) {
        return Double.compare(value, ((Floating) other).value);
      }
    }

    /**
     * By number.
     *
     * @param rank -1 and 1 for the infinities, 2 for NaN, 0 for a number
     */
    record Decimal(int rank, BigDecimal value) implements Key {
      @Override
      public int compare(Key other) {
        Decimal right = (Decimal) other;
        return rank == right.rank
            ? value.compareTo(right.value)
            : Integer.compare(rank, right.rank);
      }
    }
  }
}
