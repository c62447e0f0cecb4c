package dev.pgext.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgext.pg.QualifiedName;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** The pieces that a dump consists of. */
final class Json {
  private Json() {}

  /** An object whose members are sorted by name, as in PostgREST's dump. */
  static ObjectNode object() {
    return new ObjectNode(JsonNodeFactory.instance, new TreeMap<>());
  }

  static ArrayNode array(JsonNode... elements) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    return array.addAll(List.of(elements));
  }

  static <T> ArrayNode list(List<T> values, Function<T, ? extends JsonNode> element) {
    ArrayNode array = array();
    values.forEach(value -> array.add(element.apply(value)));
    return array;
  }

  static TextNode text(String text) {
    return TextNode.valueOf(text);
  }

  static ObjectNode name(QualifiedName name) {
    return object().put("qiSchema", name.schema()).put("qiName", name.name());
  }

  /** A case of a family that says nothing more. */
  static ObjectNode tag(String tag) {
    return object().put("tag", tag);
  }

  /** A case of a family with what it holds. */
  static ObjectNode tag(String tag, JsonNode contents) {
    ObjectNode tagged = tag(tag);
    tagged.set("contents", contents);
    return tagged;
  }
}
