package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A binding and the id that its events name. Equal entries get equal ids in every channel and at
 * every join, so that equal events have equal frames.
 *
 * @param id not 0, which clients take for none; JavaScript's numbers hold it
 */
public record BoundBinding(long id, Binding binding) {
  private static final long IDS = 1L << 32;

  /** Gives ids to the bindings of one join. */
  public static List<BoundBinding> number(List<Binding> bindings) {
    Map<Long, ObjectNode> taken = new HashMap<>();
    List<BoundBinding> numbered = new ArrayList<>(bindings.size());
    for (Binding binding : bindings) {
      long id = 1 + Integer.toUnsignedLong(binding.sent().hashCode()) % (IDS - 1);
      while (!taken.getOrDefault(id, binding.sent()).equals(binding.sent())) {
        id = id % IDS + 1;
      }
      taken.put(id, binding.sent());
      numbered.add(new BoundBinding(id, binding));
    }
    return List.copyOf(numbered);
  }

  /** The entry as it was sent, with the id. */
  byte[] json() {
    ObjectNode entry = binding.sent().deepCopy();
    entry.put("id", id);
    return entry.toString().getBytes(StandardCharsets.UTF_8);
  }
}
