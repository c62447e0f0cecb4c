package dev.pgext.request.combinator;

/**
 * What a parser made of the text at an offset.
 *
 * <p>Whether input was consumed decides if an alternative is still tried; even a success carries a
 * fault, which says what else could have stood where it ended.
 */
public sealed interface Reply<T> {
  /** A value, and where the text goes on. */
  record Success<T>(T value, int offset, boolean consumed, Fault fault) implements Reply<T> {
    @Override
    public Success<T> with(boolean consumed, Fault fault) {
      return consumed == this.consumed && fault.unknown() && this.fault.unknown()
          ? this
          : new Success<>(value, offset, consumed, fault);
    }

    <U> Success<U> with(U other) {
      return new Success<>(other, offset, consumed, fault);
    }
  }

  /** No value. */
  record Failure<T>(boolean consumed, Fault fault) implements Reply<T> {
    private static final Failure<?> EMPTY = new Failure<>(false, Fault.UNKNOWN);
    private static final Failure<?> CONSUMED = new Failure<>(true, Fault.UNKNOWN);

    @SuppressWarnings("unchecked") // a failure holds no value of the type
    static <T> Failure<T> of(boolean consumed, Fault fault) {
      if (fault.unknown()) {
        return (Failure<T>) (consumed ? CONSUMED : EMPTY);
      }
      return new Failure<>(consumed, fault);
    }

    @Override
    public Failure<T> with(boolean consumed, Fault fault) {
      return of(consumed, fault);
    }

    @SuppressWarnings("unchecked") // a failure holds no value of the type
    <U> Failure<U> retyped() {
      return (Failure<U>) this;
    }
  }

  /** Whether input was read for good. */
  boolean consumed();

  /** What was expected where this ended. */
  Fault fault();

  /** The same with another fault. */
  Reply<T> with(boolean consumed, Fault fault);

  /** This reply as the end of a sequence that {@code before} began. */
  default Reply<T> after(Success<?> before) {
    if (consumed()) {
      return this;
    }
    return with(before.consumed(), before.fault().merge(fault()));
  }
}
