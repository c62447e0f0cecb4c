package dev.pgext.realtime.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message's members by name and kind; null counts as absent. */
record MessageFields(ObjectNode object) {
  private static final int LONGEST_NAME = 1024;

  /** A member that is missing or of another kind. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }

  @Nullable JsonNode optional(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  JsonNode any(String name) {
    JsonNode value = object.get(name);
    return value == null ? NullNode.getInstance() : value;
  }

  @Nullable String optionalText(String name) {
    JsonNode value = optional(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw new Fault("'" + name + "' must be text");
    }
    if (value.textValue().indexOf('\0') >= 0) {
      throw new Fault("'" + name + "' has a NUL in it");
    }
    return value.textValue();
  }

  /** A name: it has to be there. */
  String text(String name) {
    String value = optionalText(name);
    if (value == null || value.isEmpty()) {
      throw new Fault("'" + name + "' is missing");
    }
    if (value.length() > LONGEST_NAME) {
      throw new Fault("'" + name + "' is too long");
    }
    return value;
  }

  boolean flag(String name) {
    JsonNode value = optional(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new Fault("'" + name + "' must be true or false");
    }
    return value.booleanValue();
  }

  /** An array of texts, or one text with commas. */
  List<String> texts(String name) {
    JsonNode value = optional(name);
    if (value == null) {
      return List.of();
    }
    if (value.isTextual()) {
      return Arrays.stream(value.textValue().split(",", -1)).map(String::strip).toList();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      texts.add(element.isTextual() ? element.textValue() : "");
    }
    if (!value.isArray() || texts.contains("")) {
      throw new Fault("'" + name + "' must be a list of texts");
    }
    return texts;
  }

  @Nullable JsonNode optionalObject(String name) {
    JsonNode value = optional(name);
    if (value != null && !value.isObject()) {
      throw new Fault("'" + name + "' must be an object");
    }
    return value;
  }
}
