package dev.pgext.realtime.visibility;

import dev.pgext.error.ApiError;

/** The answer to a {@link Question}. */
public sealed interface Decision {

  /** It does. */
  record Visible() implements Decision {}

  /** It does not, or nobody knows (SQL's null). */
  record Hidden() implements Decision {}

  /** The expression raised an error: the subscriber stops with it, nobody else does. */
  record Failed(ApiError error) implements Decision {}
}
