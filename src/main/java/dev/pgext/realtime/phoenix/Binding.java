package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code config.postgres_changes}: which rows of which table a client wants.
 *
 * @param sent the entry as it came, which the answer repeats to the letter
 * @param event {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code *}
 * @param schema {@code *} for all
 * @param table {@code *} for all
 * @param filter null where there is none
 * @param columns empty for all
 * @param fault why it cannot be served; null where it can
 */
public record Binding(
    ObjectNode sent,
    String event,
    String schema,
    String table,
    @Nullable String filter,
    List<String> columns,
    @Nullable String fault) {

  /** Stands for every schema, table or event. */
  public static final String ALL = "*";

  public Binding {
    columns = List.copyOf(columns);
  }
}
