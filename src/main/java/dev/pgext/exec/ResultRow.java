package dev.pgext.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the main statement gave.
 *
 * @param total rows without limit and offset, null where not counted
 * @param page rows in the page, or rows changed
 * @param location {@code key=eq.value} texts of the one inserted row, else empty
 * @param body the response body as PostgreSQL made it
 * @param headers {@code response.headers}, null where not set
 * @param status {@code response.status}, null where not set
 * @param inserted rows inserted by an upsert, null for anything else
 */
@SuppressWarnings("ArrayRecordComponent") // the body goes to the socket as it is
public record ResultRow(
    @Nullable Long total,
    long page,
    List<String> location,
    byte[] body,
    @Nullable String headers,
    @Nullable String status,
    @Nullable Long inserted) {
  public ResultRow {
    location = List.copyOf(location);
  }

  /**
   * The row with a total from the planner, where the exact one is missing or was cut off at {@code
   * maxRows}.
   */
  ResultRow withEstimate(@Nullable Long planned, @Nullable Long maxRows) {
    boolean exact = total != null && maxRows != null && total <= maxRows;
    if (exact || planned == null) {
      return this;
    }
    long estimate = total == null ? planned : Math.max(total, planned);
    return new ResultRow(estimate, page, location, body, headers, status, inserted);
  }
}
