package dev.pgext.request;

import dev.pgext.error.DatabaseError;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Row intervals of any size → ranges that fit PostgreSQL's bigint. One that does not fit gets the
 * answer PostgreSQL would give, where it would see the number at all.
 */
final class BoundedRanges {
  /** What becomes of a number that is no bigint. */
  enum Excess {
    /** It is an error, as PostgreSQL's own. */
    REFUSED,
    /** It is as good as the largest one, because no statement will hold it. */
    CLAMPED
  }

  private final Excess ofLimits;
  private final Excess ofOffsets;

  BoundedRanges(Excess ofLimits, Excess ofOffsets) {
    this.ofLimits = ofLimits;
    this.ofOffsets = ofOffsets;
  }

  Map<String, RowRange> bound(Map<String, RowInterval> intervals) {
    Map<String, RowRange> ranges = new HashMap<>();
    intervals.forEach((path, interval) -> ranges.put(path, bound(interval)));
    return ranges;
  }

  RowRange bound(RowInterval interval) {
    BigInteger rows = interval.limit();
    @Nullable Long limit = rows == null ? null : bigint(rows, ofLimits);
    return new RowRange(bigint(interval.lower(), ofOffsets), limit);
  }

  private static long bigint(BigInteger number, Excess excess) {
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    if (excess == Excess.REFUSED) {
      throw new DatabaseError.Raised(400, "22003", message(number), null, null).asException();
    }
    return number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static String message(BigInteger number) {
    return "value \"" + number + "\" is out of range for type bigint";
  }
}
