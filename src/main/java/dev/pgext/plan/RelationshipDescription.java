package dev.pgext.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import java.util.List;
import java.util.function.Function;

/**
 * Describes the relationships between which a client must choose.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/errors.html#pgrst201">PostgREST:
 *     PGRST201</a>
 */
final class RelationshipDescription {
  private RelationshipDescription() {}

  /** An array of {@code {cardinality, embedding, relationship}}. */
  static JsonNode details(List<Relationship> relationships) {
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    foreignKeys(relationships).forEach(key -> details.add(describe(key)));
    return details;
  }

  /** Texts such as {@code 'clients!projects_client_id_fkey'}. */
  static List<String> choices(List<Relationship> relationships) {
    return foreignKeys(relationships).stream()
        .map(key -> "'" + key.target().name() + "!" + distinguishingName(key) + "'")
        .toList();
  }

  private static List<ForeignKey> foreignKeys(List<Relationship> relationships) {
    return relationships.stream()
        .filter(ForeignKey.class::isInstance)
        .map(ForeignKey.class::cast)
        .toList();
  }

  private static ObjectNode describe(ForeignKey key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cardinality", cardinality(key))
        .put("embedding", key.relation().name() + " with " + key.target().name())
        .put("relationship", path(key));
  }

  private static String cardinality(ForeignKey key) {
    return switch (key.cardinality()) {
      case Cardinality.ManyToMany many -> "many-to-many";
      case Cardinality.ManyToOne one -> "many-to-one";
      case Cardinality.OneToOne one -> "one-to-one";
      case Cardinality.OneToMany many -> "one-to-many";
    };
  }

  private static String path(ForeignKey key) {
    return switch (key.cardinality()) {
      case Cardinality.ManyToMany many -> path(many.junction());
      case Cardinality.ManyToOne one -> path(key, one.constraint(), one.columns());
      case Cardinality.OneToOne one -> path(key, one.constraint(), one.columns());
      case Cardinality.OneToMany many -> path(key, many.constraint(), many.columns());
    };
  }

  private static String path(ForeignKey key, String constraint, List<ColumnPair> columns) {
    return "%s using %s%s and %s%s"
        .formatted(
            constraint,
            key.relation().name(),
            list(columns, ColumnPair::column),
            key.target().name(),
            list(columns, ColumnPair::targetColumn));
  }

  private static String path(Junction junction) {
    return "%s using %s%s and %s%s"
        .formatted(
            junction.table().name(),
            junction.sourceConstraint(),
            list(junction.sourceColumns(), ColumnPair::targetColumn),
            junction.targetConstraint(),
            list(junction.targetColumns(), ColumnPair::targetColumn));
  }

  private static String list(List<ColumnPair> columns, Function<ColumnPair, String> end) {
    return "(" + String.join(", ", columns.stream().map(end).toList()) + ")";
  }

  private static String distinguishingName(ForeignKey key) {
    return switch (key.cardinality()) {
      case Cardinality.ManyToMany many -> many.junction().table().name();
      case Cardinality.ManyToOne one -> one.constraint();
      case Cardinality.OneToOne one -> one.constraint();
      case Cardinality.OneToMany many -> many.constraint();
    };
  }
}
