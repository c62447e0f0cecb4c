package dev.pgext.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.pg.QualifiedName;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Media handlers in a dump. */
final class HandlerJson {
  private HandlerJson() {}

  static ArrayNode handlers(MediaHandlers handlers) {
    ArrayNode pairs = Json.array();
    handlers.anyElement().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(MediaType::mime)))
        .forEach(entry -> pairs.add(pair(null, entry.getKey(), entry.getValue())));
    handlers.byRelation().entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(MediaHandlers.RelationKey::relation, NameOrder.NAMES)
                    .thenComparing(key -> key.mediaType().mime())))
        .forEach(
            entry ->
                pairs.add(
                    pair(entry.getKey().relation(), entry.getKey().mediaType(), entry.getValue())));
    return pairs;
  }

  private static ArrayNode pair(
      @Nullable QualifiedName relation, MediaType asked, MediaHandlers.Resolved resolved) {
    return Json.array(
        Json.array(relation(relation), mediaType(asked)),
        Json.array(handler(resolved.handler()), mediaType(resolved.mediaType())));
  }

  private static ObjectNode relation(@Nullable QualifiedName relation) {
    return relation == null ? Json.tag("RelAnyElement") : Json.tag("RelId", Json.name(relation));
  }

  private static ObjectNode handler(MediaHandler handler) {
    return switch (handler) {
      case MediaHandler.JsonArray array ->
          Json.tag(array.nullsStripped() ? "BuiltinAggArrayJsonStrip" : "BuiltinOvAggJson");
      case MediaHandler.JsonObject object ->
          Json.tag("BuiltinAggSingleJson", BooleanNode.valueOf(object.nullsStripped()));
      case MediaHandler.GeoJson geo -> Json.tag("BuiltinOvAggGeoJson");
      case MediaHandler.Csv csv -> Json.tag("BuiltinOvAggCsv");
      case MediaHandler.Custom custom ->
          Json.tag(
              "CustomFunc", Json.array(Json.name(custom.function()), relation(custom.argument())));
      case MediaHandler.None none -> Json.tag("NoAgg");
    };
  }

  private static ObjectNode mediaType(MediaType mediaType) {
    return switch (mediaType) {
      case MediaType.Plain plain -> Json.tag(tag(plain));
      case MediaType.StrippedArray array -> Json.tag("MTVndArrayJSONStrip");
      case MediaType.SingularObject object ->
          Json.tag("MTVndSingularJSON", BooleanNode.valueOf(object.nullsStripped()));
      case MediaType.ExecutionPlan plan -> Json.tag("MTVndPlan", mediaType(plan.target()));
      case MediaType.Other other -> Json.tag("MTOther", Json.text(other.mime()));
    };
  }

  private static String tag(MediaType.Plain plain) {
    return switch (plain) {
      case JSON -> "MTApplicationJSON";
      case GEO_JSON -> "MTGeoJSON";
      case CSV -> "MTTextCSV";
      case TEXT -> "MTTextPlain";
      case XML -> "MTTextXML";
      case OPEN_API -> "MTOpenAPI";
      case FORM -> "MTUrlEncoded";
      case OCTET_STREAM -> "MTOctetStream";
      case ANY -> "MTAny";
    };
  }
}
