package dev.pgext.sql;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.Routine;
import org.jspecify.annotations.Nullable;

/** Writes the expression that makes the body out of all rows of {@code pgext_row}. */
final class HandlerRenderer {
  static final String ROW = "pgext_row";

  private final SqlBuilder out;

  HandlerRenderer(SqlBuilder out) {
    this.out = out;
  }

  /** The routine is null for a relation. */
  void body(MediaHandler handler, @Nullable Routine routine) {
    switch (handler) {
      case MediaHandler.JsonArray array -> array(array.nullsStripped(), routine);
      case MediaHandler.JsonObject object -> object(object.nullsStripped(), routine);
      case MediaHandler.GeoJson geo ->
          out.sql(
                  "json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(ST_AsGeoJSON(")
              .sql(ROW)
              .sql(")::json), '[]'))");
      case MediaHandler.Csv csv -> csv();
      case MediaHandler.Custom custom -> custom(custom, routine);
      case MediaHandler.None none -> out.sql("''::text");
    }
  }

  private void array(boolean nullsStripped, @Nullable Routine routine) {
    if (routine != null && (routine.result().scalar() || routine.result().singleComposite())) {
      object(nullsStripped, routine);
      return;
    }
    coalesced(nullsStripped, "json_agg(" + row(routine) + ")", "'[]'");
  }

  private void object(boolean nullsStripped, @Nullable Routine routine) {
    boolean scalar = routine != null && routine.result().scalar();
    String row = scalar ? row(routine) : ROW;
    coalesced(nullsStripped, "json_agg(" + row + ")->0", "'null'");
  }

  private void coalesced(boolean nullsStripped, String json, String none) {
    String stripped = nullsStripped ? "json_strip_nulls(" + json + ")" : json;
    out.sql("coalesce(" + stripped + ", " + none + ")");
  }

  /** A function's value, or the whole row. */
  private static String row(@Nullable Routine routine) {
    boolean value = routine != null && !routine.result().composite();
    return value ? ROW + "." + CallRenderer.SCALAR : ROW;
  }

  /** Header from the first row's keys, lines from the rows' text form without its parentheses. */
  private void csv() {
    out.sql(
        "(SELECT coalesce(string_agg(k, ','), '') FROM json_object_keys((SELECT row_to_json(h) FROM ");
    out.sql(ReadRenderer.RESULT + " AS h LIMIT 1)) AS k) || E'\\n' || ");
    out.sql(
        "coalesce(string_agg(substring("
            + ROW
            + "::text, 2, length("
            + ROW
            + "::text) - 2), E'\\n'), '')");
  }

  /** Its value, or the bytes of it where the text's are not what clients get. */
  private void custom(MediaHandler.Custom handler, @Nullable Routine routine) {
    if (handler.send() == null) {
      value(handler, routine);
      return;
    }
    out.name(handler.send()).sql("(");
    value(handler, routine);
    out.sql(")");
  }

  private void value(MediaHandler.Custom handler, @Nullable Routine routine) {
    out.name(handler.function()).sql("(");
    if (routine != null && routine.result().scalar()) {
      out.sql(row(routine));
    } else {
      out.sql(ROW);
      if (handler.argument() != null) {
        out.sql("::").name(handler.argument());
      }
    }
    out.sql(")");
  }
}
