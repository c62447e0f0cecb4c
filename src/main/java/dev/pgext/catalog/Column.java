package dev.pgext.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param maxLength declared length of a character type, if any
 * @param defaultExpression SQL text of the default (with {@code nextval} for identity columns), if
 *     any; null for generated columns
 * @param enumValues labels of an enum type in their order, else empty
 */
public record Column(
    String name,
    DataType type,
    boolean nullable,
    @Nullable String description,
    @Nullable Integer maxLength,
    @Nullable String defaultExpression,
    List<String> enumValues) {
  public Column {
    enumValues = List.copyOf(enumValues);
  }
}
