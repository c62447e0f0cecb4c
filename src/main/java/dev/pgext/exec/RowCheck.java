package dev.pgext.exec;

import java.util.function.Consumer;

/**
 * Looks at the result before it is answered, and refuses it by throwing an {@link
 * dev.pgext.error.ApiException}.
 *
 * @param moment when it must look; {@link Moment#BEFORE_COMMIT} costs a second round trip
 * @param condition throws for a row that cannot be answered
 */
public record RowCheck(Moment moment, Consumer<ResultRow> condition) {

  /** When a check looks. */
  public enum Moment {
    /** A refusal undoes what the request did. */
    BEFORE_COMMIT,
    /** The request changed nothing that a refusal would have to undo. */
    AFTER_COMMIT
  }

  private static final RowCheck NONE = new RowCheck(Moment.AFTER_COMMIT, row -> {});

  /** Every row will do. */
  public static RowCheck none() {
    return NONE;
  }

  /** A check whose refusal rolls the transaction back. */
  public static RowCheck beforeCommit(Consumer<ResultRow> condition) {
    return new RowCheck(Moment.BEFORE_COMMIT, condition);
  }

  /** A check of a result that changed nothing. */
  public static RowCheck afterCommit(Consumer<ResultRow> condition) {
    return new RowCheck(Moment.AFTER_COMMIT, condition);
  }
}
