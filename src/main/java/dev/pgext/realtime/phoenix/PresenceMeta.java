package dev.pgext.realtime.phoenix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of the presences under a key. Nobody writes to its array.
 *
 * @param ref tells it from every other, {@code phx_ref}
 * @param previousRef the ref that it replaces; null where it is new
 * @param state a JSON object, without these two
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PresenceMeta(String ref, @Nullable String previousRef, byte[] state) {
  private static final int EMPTY_LENGTH = 2;

  void write(JsonBytes json) {
    json.raw("{\"phx_ref\":").string(ref);
    if (previousRef != null) {
      json.raw(",\"phx_ref_prev\":").string(previousRef);
    }
    boolean empty = state.length == EMPTY_LENGTH;
    json.raw(empty ? "}" : ",");
    if (!empty) {
      json.raw(Arrays.copyOfRange(state, 1, state.length));
    }
  }
}
