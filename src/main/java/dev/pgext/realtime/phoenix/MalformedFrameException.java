package dev.pgext.realtime.phoenix;

import java.io.Serial;

/** A frame that is none of this protocol's: nothing can be answered to it but an error. */
public final class MalformedFrameException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Says what is wrong.
   *
   * @param reason for the client's developer; holds nothing of the frame's content
   */
  MalformedFrameException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** One sentence. */
  public String reason() {
    return reason;
  }
}
