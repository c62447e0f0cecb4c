package dev.pgext.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Junction;
import java.util.List;

/** Relationships in a dump. */
final class RelationshipJson {
  private RelationshipJson() {}

  static ObjectNode relationship(Relationship relationship) {
    return switch (relationship) {
      case Relationship.ForeignKey key -> foreignKey(key);
      case Relationship.Computed computed -> computed(computed);
    };
  }

  private static ObjectNode foreignKey(Relationship.ForeignKey key) {
    ObjectNode json = ends("Relationship", key);
    json.set("relCardinality", cardinality(key.cardinality()));
    return json.put("relTableIsView", key.relationIsView())
        .put("relFTableIsView", key.targetIsView());
  }

  private static ObjectNode computed(Relationship.Computed computed) {
    ObjectNode json = ends("ComputedRelationship", computed);
    json.set("relFunction", Json.name(computed.function()));
    json.set("relTableAlias", Json.object().put("qiSchema", "").put("qiName", ""));
    return json.put("relToOne", computed.toOne());
  }

  private static ObjectNode ends(String tag, Relationship relationship) {
    ObjectNode json = Json.tag(tag);
    json.set("relTable", Json.name(relationship.relation()));
    json.set("relForeignTable", Json.name(relationship.target()));
    return json.put("relIsSelf", relationship.self());
  }

  private static ObjectNode cardinality(Cardinality cardinality) {
    return switch (cardinality) {
      case Cardinality.OneToMany many -> key("O2M", many.constraint(), many.columns());
      case Cardinality.ManyToOne many -> key("M2O", many.constraint(), many.columns());
      case Cardinality.OneToOne one ->
          key("O2O", one.constraint(), one.columns()).put("isParent", one.parent());
      case Cardinality.ManyToMany many -> Json.tag("M2M", junction(many.junction()));
    };
  }

  private static ObjectNode key(String tag, String constraint, List<ColumnPair> columns) {
    ObjectNode json = Json.tag(tag).put("relCons", constraint);
    json.set("relColumns", pairs(columns));
    return json;
  }

  private static ObjectNode junction(Junction junction) {
    ObjectNode json =
        Json.object()
            .put("junConstraint1", junction.sourceConstraint())
            .put("junConstraint2", junction.targetConstraint());
    json.set("junTable", Json.name(junction.table()));
    json.set("junColsSource", pairs(junction.sourceColumns()));
    json.set("junColsTarget", pairs(junction.targetColumns()));
    return json;
  }

  private static JsonNode pairs(List<ColumnPair> pairs) {
    return Json.list(
        pairs, pair -> Json.array(Json.text(pair.column()), Json.text(pair.targetColumn())));
  }
}
