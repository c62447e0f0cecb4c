package dev.pgext.plan;

import dev.pgext.catalog.DataType;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column (or computed field, or {@code *}) with what the catalog knows of it.
 *
 * @param type null where the catalog does not know it: PostgreSQL then decides
 * @param jsonPath steps behind it, empty for the column itself
 * @param convertToJson whether the path needs {@code to_jsonb} around the column first
 * @param transform a representation's function around the value (selecting) or around the literal
 *     (filtering)
 * @param fullRow whether the whole row stands for it: {@code count()} of a spread embed
 */
public record ColumnRef(
    String name,
    @Nullable DataType type,
    List<Field.JsonStep> jsonPath,
    boolean convertToJson,
    @Nullable QualifiedName transform,
    boolean fullRow) {
  public ColumnRef {
    jsonPath = List.copyOf(jsonPath);
  }

  /** A name that nothing is known of. */
  public static ColumnRef unknown(String name) {
    return new ColumnRef(name, null, List.of(), false, null, false);
  }

  /** Whether it stands for all columns. */
  public boolean star() {
    return name.equals("*") && !fullRow;
  }

  /** The same column with another transform. */
  public ColumnRef withTransform(@Nullable QualifiedName function) {
    return new ColumnRef(name, type, jsonPath, convertToJson, function, fullRow);
  }
}
