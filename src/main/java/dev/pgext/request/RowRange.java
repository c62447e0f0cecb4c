package dev.pgext.request;

import org.jspecify.annotations.Nullable;

/**
 * Rows {@code offset} to {@code offset + limit - 1}.
 *
 * @param offset zero or more for the root; an embed's may be negative, which PostgreSQL refuses
 * @param limit null for all that follow; zero gives no row (and is never an error); an embed's may
 *     be negative, too
 */
public record RowRange(long offset, @Nullable Long limit) {
  /** Every row. */
  public static final RowRange ALL = new RowRange(0, null);

  /** Whether nothing is cut off. */
  public boolean isAll() {
    return offset == 0 && limit == null;
  }

  /** At most {@code maxRows} of these rows; null changes nothing. */
  public RowRange atMost(@Nullable Long maxRows) {
    if (maxRows == null || (limit != null && limit <= maxRows)) {
      return this;
    }
    return new RowRange(offset, maxRows);
  }
}
