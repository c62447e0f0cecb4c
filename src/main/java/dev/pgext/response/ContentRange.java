package dev.pgext.response;

import dev.pgext.error.Header;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of how many a body has: {@code Content-Range: 0-9/42}.
 *
 * @param lower first row, from zero
 * @param upper last row; below {@code lower} where there is none
 * @param total all rows, null where not counted
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/pagination_count.html">
 *     PostgREST: pagination and count</a>
 */
record ContentRange(long lower, long upper, @Nullable Long total) {

  /** {@code rows} rows from {@code offset} on. */
  static ContentRange ofPage(long offset, long rows, @Nullable Long total) {
    return new ContentRange(offset, offset + rows - 1, total);
  }

  /** No row at all, of so many. */
  static ContentRange ofNothing(@Nullable Long total) {
    return new ContentRange(1, 0, total);
  }

  /** 200 for all rows, 206 for a part of them, 416 where the range begins behind the last. */
  int status() {
    if (total == null) {
      return 200;
    }
    if (lower > total) {
      return 416;
    }
    return upper - lower + 1 < total ? 206 : 200;
  }

  Header header() {
    boolean known = lower <= upper && (total == null || total != 0);
    String rows = known ? lower + "-" + upper : "*";
    return new Header("Content-Range", rows + "/" + (total == null ? "*" : total.toString()));
  }
}
