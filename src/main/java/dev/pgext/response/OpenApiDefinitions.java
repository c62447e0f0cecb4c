package dev.pgext.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.Relationship;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Relations as schemas of the objects that their rows are. */
final class OpenApiDefinitions {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Catalog catalog;

  OpenApiDefinitions(Catalog catalog) {
    this.catalog = catalog;
  }

  ObjectNode definition(Relation relation) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    OpenApiText.put(schema, "description", relation.description());
    schema.put("type", "object");
    if (relation.columns().isEmpty()) {
      return schema;
    }
    ObjectNode properties = schema.putObject("properties");
    List<String> required = new ArrayList<>();
    for (Column column : relation.columns().values()) {
      properties.set(column.name(), property(relation, column));
      if (!column.nullable()) {
        required.add(column.name());
      }
    }
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return schema;
  }

  private ObjectNode property(Relation relation, Column column) {
    String type = OpenApiTypes.sqlType(column.type());
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    OpenApiTypes.describe(schema, type);
    OpenApiText.put(schema, "description", description(relation, column));
    defaultValue(type, column.defaultExpression()).ifPresent(value -> schema.set("default", value));
    if (!column.enumValues().isEmpty()) {
      column.enumValues().forEach(schema.putArray("enum")::add);
    }
    if (column.maxLength() != null) {
      schema.put("maxLength", column.maxLength());
    }
    return schema;
  }

  private @Nullable String description(Relation relation, Column column) {
    List<String> notes = new ArrayList<>();
    if (relation.primaryKey().contains(column.name())) {
      notes.add("This is a Primary Key.<pk/>");
    }
    foreignKey(relation, column.name()).ifPresent(notes::add);
    if (notes.isEmpty()) {
      return column.description();
    }
    String own = column.description() == null ? "" : column.description() + "\n\n";
    return own + "Note:\n" + String.join("\n", notes);
  }

  /** Where a column by itself refers to another relation: of several a table before a view. */
  private Optional<String> foreignKey(Relation relation, String column) {
    return catalog.relationships(relation.name(), relation.name().schema()).stream()
        .filter(Relationship.ForeignKey.class::isInstance)
        .map(Relationship.ForeignKey.class::cast)
        .filter(key -> refersBy(key, column))
        .min(
            Comparator.comparing(Relationship.ForeignKey::targetIsView)
                .thenComparing(key -> key.target().name()))
        .map(key -> note(key.target().name(), columns(key.cardinality()).get(0).targetColumn()));
  }

  private static boolean refersBy(Relationship.ForeignKey key, String column) {
    List<Relationship.ColumnPair> columns = columns(key.cardinality());
    return columns.size() == 1 && columns.get(0).column().equals(column);
  }

  /** The pairs of a foreign key that the relation itself has. */
  private static List<Relationship.ColumnPair> columns(Relationship.Cardinality cardinality) {
    return switch (cardinality) {
      case Relationship.Cardinality.ManyToOne many -> many.columns();
      case Relationship.Cardinality.OneToOne one -> one.parent() ? List.of() : one.columns();
      case Relationship.Cardinality.OneToMany one -> List.of();
      case Relationship.Cardinality.ManyToMany many -> List.of();
    };
  }

  private static String note(String relation, String column) {
    return "This is a Foreign Key to `"
        + relation
        + "."
        + column
        + "`.<fk table='"
        + relation
        + "' column='"
        + column
        + "'/>";
  }

  /** The default where its SQL text happens to be JSON as well, once a string is unquoted. */
  private static Optional<JsonNode> defaultValue(String type, @Nullable String expression) {
    if (expression == null) {
      return Optional.empty();
    }
    boolean text = "string".equals(OpenApiTypes.type(type));
    try {
      String json = text ? '"' + unquoted(type, expression) + '"' : expression;
      return Optional.of(JSON.readTree(json)).filter(value -> !value.isMissingNode());
    } catch (JsonProcessingException | NumberFormatException notJson) {
      return Optional.empty();
    }
  }

  private static String unquoted(String type, String expression) {
    String cast = "::" + type;
    if (!expression.endsWith(cast)) {
      return expression;
    }
    return expression.substring(0, expression.length() - cast.length()).replaceAll("^'+|'+$", "");
  }
}
