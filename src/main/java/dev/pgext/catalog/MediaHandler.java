package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * How rows become a body.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/media_type_handlers.html">PostgREST:
 *     media type handlers</a>
 */
public sealed interface MediaHandler {
  /** An array of objects. */
  record JsonArray(boolean nullsStripped) implements MediaHandler {}

  /** One object. */
  record JsonObject(boolean nullsStripped) implements MediaHandler {}

  /** A GeoJSON feature collection (PostGIS). */
  record GeoJson() implements MediaHandler {}

  /** Comma-separated values with a header line. */
  record Csv() implements MediaHandler {}

  /**
   * An aggregate or function of the database.
   *
   * @param argument the relation's row type that it takes; null where it takes any element
   * @param send function that gives the bytes of what it returns as PostgreSQL's binary protocol
   *     has them, which PostgREST hands to clients; null where they are the text's own bytes
   */
  record Custom(
      QualifiedName function, @Nullable QualifiedName argument, @Nullable QualifiedName send)
      implements MediaHandler {
    /** One of which the text's bytes are the body. */
    public Custom(QualifiedName function, @Nullable QualifiedName argument) {
      this(function, argument, null);
    }
  }

  /** No body. */
  record None() implements MediaHandler {}
}
