package dev.pgext.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one request runs, in order, as one transaction.
 *
 * @param isolationLevel for {@code SET transaction_isolation} before anything else, null for the
 *     default
 * @param readOnly whether the transaction may not write
 * @param setup one SELECT of {@code set_config(…, true)} calls: search_path, role, claims, …
 * @param preRequest the call of {@code db-pre-request}, if any
 * @param main one SELECT that gives one row: see {@link ResultColumns}
 * @param countExplain EXPLAIN (FORMAT JSON) of the count query, if an estimate is asked for
 * @param kind what {@code main} gives
 * @param leavesState whether user code may leave session state behind (a volatile function, a
 *     trigger): the session is then reset at the end
 */
public record RequestStatement(
    @Nullable String isolationLevel,
    boolean readOnly,
    SqlFragment setup,
    @Nullable SqlFragment preRequest,
    SqlFragment main,
    @Nullable SqlFragment countExplain,
    Kind kind,
    boolean leavesState) {

  /** What the main statement gives. */
  public enum Kind {
    /** One row of {@link ResultColumns}. */
    ROWS,
    /** The lines of EXPLAIN. */
    EXECUTION_PLAN
  }

  /** The columns of the main statement's row, in their order. */
  public enum ResultColumns {
    /** bigint: rows without limit and offset; null where not counted. */
    TOTAL,
    /** bigint: rows in the page, or rows changed. */
    PAGE,
    /** text or bytea: the body. */
    BODY,
    /** text: response.headers, or null. */
    HEADERS,
    /** text: response.status, or null. */
    STATUS,
    /** bigint: rows inserted by an upsert, or null. */
    INSERTED,
    /** text[]: {@code key=eq.value} of an inserted row for Location; null without one. */
    LOCATION
  }

  /** The parts that run before {@code main}, in order. */
  public List<SqlFragment> preludes() {
    return preRequest == null ? List.of(setup) : List.of(setup, preRequest);
  }
}
