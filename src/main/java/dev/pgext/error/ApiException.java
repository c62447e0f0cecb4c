package dev.pgext.error;

/**
 * Carries an expected failure to the edge that answers the client. It has no stack trace: it is an
 * answer, not a bug.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** The fault to answer with. */
  public ApiError error() {
    return error;
  }
}
