package dev.pgext.realtime.visibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ViewerExpression} is for a viewer.
 *
 * @param typeOid its type
 * @param text as PostgreSQL prints it, an array as JSON; null where it is SQL's
 */
record ViewerValue(int typeOid, @Nullable String text) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The elements of an array, which an SQL array's nulls are part of. */
  List<@Nullable String> elements() {
    List<@Nullable String> elements = new ArrayList<>();
    for (JsonNode element : json()) {
      if (element.isContainerNode()) {
        throw new UnreadableException("an array of several dimensions");
      }
      elements.add(element.isNull() ? null : element.textValue());
    }
    return elements;
  }

  /** What the operator {@code ?} finds in a document: its keys, its texts, or itself. */
  Set<String> keys() {
    JsonNode document = json();
    Set<String> keys = new HashSet<>();
    document.fieldNames().forEachRemaining(keys::add);
    for (JsonNode element : document.isArray() ? document : JSON.createArrayNode().add(document)) {
      if (element.isTextual()) {
        keys.add(element.textValue());
      }
    }
    return keys;
  }

  private JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new UnreadableException("what is not JSON");
    }
  }
}
