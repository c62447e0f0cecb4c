package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A function or aggregate that makes a body.
 *
 * @param target the row type that an aggregate takes, or the function itself
 * @param mediaType in lower case
 * @param send as {@link MediaHandler.Custom} has it
 */
record HandlerRow(
    QualifiedName function, QualifiedName target, String mediaType, @Nullable QualifiedName send) {

  static HandlerRow read(Row row) throws SQLException {
    return new HandlerRow(
        new QualifiedName(row.text("schema"), row.text("name")),
        new QualifiedName(row.text("target_schema"), row.text("target_name")),
        row.text("media_type"),
        send(row));
  }

  private static @Nullable QualifiedName send(Row row) throws SQLException {
    String name = row.optionalText("send_name");
    return name == null ? null : new QualifiedName(row.text("send_schema"), name);
  }
}
