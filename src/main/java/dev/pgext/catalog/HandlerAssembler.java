package dev.pgext.catalog;

import dev.pgext.catalog.MediaHandlers.RelationKey;
import dev.pgext.catalog.MediaHandlers.Resolved;
import dev.pgext.pg.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the database's media handlers with the built-in ones, which they override.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/media_type_handlers.html">PostgREST:
 *     media type handlers</a>
 */
final class HandlerAssembler {
  private static final QualifiedName ANY_ELEMENT = new QualifiedName("pg_catalog", "anyelement");
  private static final Map<MediaType, Resolved> BUILT_IN =
      Map.of(
          MediaType.Plain.ANY,
          new Resolved(new MediaHandler.JsonArray(false), MediaType.Plain.JSON),
          MediaType.Plain.JSON,
          new Resolved(new MediaHandler.JsonArray(false), MediaType.Plain.JSON),
          MediaType.Plain.CSV,
          new Resolved(new MediaHandler.Csv(), MediaType.Plain.CSV),
          MediaType.Plain.GEO_JSON,
          new Resolved(new MediaHandler.GeoJson(), MediaType.Plain.GEO_JSON));

  private HandlerAssembler() {}

  /** All handlers; of several for the same thing the last stands. */
  static MediaHandlers handlers(List<HandlerRow> rows) {
    Map<RelationKey, Resolved> byRelation = new HashMap<>();
    Map<MediaType, Resolved> anyElement = new HashMap<>(BUILT_IN);
    for (HandlerRow row : rows) {
      MediaType asked = mediaType(row.mediaType());
      MediaType given = asked == MediaType.Plain.ANY ? MediaType.Plain.OCTET_STREAM : asked;
      boolean anything = row.target().equals(ANY_ELEMENT);
      QualifiedName argument = anything ? null : row.target();
      Resolved handler =
          new Resolved(new MediaHandler.Custom(row.function(), argument, row.send()), given);
      if (anything) {
        anyElement.put(asked, handler);
      } else {
        byRelation.put(new RelationKey(row.target(), asked), handler);
      }
    }
    return new MediaHandlers(byRelation, anyElement);
  }

  private static MediaType mediaType(String mime) {
    for (MediaType.Plain plain : MediaType.Plain.values()) {
      if (plain.mime().equals(mime)) {
        return plain;
      }
    }
    return new MediaType.Other(mime);
  }
}
