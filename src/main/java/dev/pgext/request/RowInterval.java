package dev.pgext.request;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Rows from {@code lower} to {@code upper}, as a client may write them: of any size, and possibly
 * none.
 *
 * @param upper null for all that follow
 */
record RowInterval(BigInteger lower, @Nullable BigInteger upper) {
  static final RowInterval ALL = new RowInterval(BigInteger.ZERO, null);

  private static final BigInteger BEFORE_FIRST = BigInteger.ONE.negate();

  /** What {@code limit=0} asks for. */
  static final RowInterval NONE = new RowInterval(BigInteger.ZERO, BEFORE_FIRST);

  /** {@code limit} rows from the first on; null is all. */
  static RowInterval limitedTo(@Nullable BigInteger limit) {
    return limit == null ? ALL : new RowInterval(BigInteger.ZERO, limit.subtract(BigInteger.ONE));
  }

  /** All from {@code offset} on; null is all. */
  static RowInterval from(@Nullable BigInteger offset) {
    return offset == null ? ALL : new RowInterval(offset, null);
  }

  /** As many rows as this has, from {@code offset} on. An endless interval has no rows here. */
  RowInterval movedTo(BigInteger offset) {
    BigInteger rows = limit();
    BigInteger count = rows == null ? BigInteger.ZERO : rows;
    return new RowInterval(offset, offset.add(count).subtract(BigInteger.ONE));
  }

  RowInterval intersect(RowInterval other) {
    return new RowInterval(lower.max(other.lower), lowest(upper, other.upper));
  }

  /** Whether no row is in it. */
  boolean isEmpty() {
    return upper != null && upper.compareTo(lower) < 0;
  }

  /** Whether it ends right before the first row. */
  boolean endsBeforeFirst() {
    return BEFORE_FIRST.equals(upper);
  }

  @Nullable BigInteger limit() {
    return upper == null ? null : upper.subtract(lower).add(BigInteger.ONE);
  }

  private static @Nullable BigInteger lowest(@Nullable BigInteger a, @Nullable BigInteger b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.min(b);
  }
}
