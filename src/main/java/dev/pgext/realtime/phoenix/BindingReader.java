package dev.pgext.realtime.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code config.postgres_changes}. */
final class BindingReader {
  private static final Set<String> EVENTS = Set.of("INSERT", "UPDATE", "DELETE");
  private static final String DEFAULT_SCHEMA = "public";

  private BindingReader() {}

  static Binding read(ObjectNode sent) {
    String schema = text(sent, "schema");
    String table = text(sent, "table");
    return new Binding(
        sent,
        event(text(sent, "event")),
        schema == null ? DEFAULT_SCHEMA : schema,
        table == null ? Binding.ALL : table,
        filter(sent),
        columns(sent.path("select")),
        fault(sent, schema, table));
  }

  /** Every other word means all of them, as in Supabase Realtime. */
  private static String event(@Nullable String text) {
    String event = text == null ? Binding.ALL : text.toUpperCase(Locale.ROOT);
    return EVENTS.contains(event) ? event : Binding.ALL;
  }

  private static @Nullable String filter(ObjectNode sent) {
    String filter = text(sent, "filter");
    return filter == null || filter.isBlank() ? null : filter;
  }

  private static List<String> columns(JsonNode select) {
    List<String> columns = new ArrayList<>();
    if (select.isArray()) {
      select.forEach(
          column -> {
            if (column.isTextual()) {
              columns.add(column.textValue());
            }
          });
    }
    return columns;
  }

  private static @Nullable String fault(
      ObjectNode sent, @Nullable String schema, @Nullable String table) {
    if (schema == null && table == null) {
      return "No subscription params provided. Please provide at least a `schema` or `table` to"
          + " subscribe to";
    }
    if (sent.path("select").isTextual()) {
      return "Error parsing `select` params: expected a list of column name strings";
    }
    boolean everyTable = table == null || Binding.ALL.equals(schema) || Binding.ALL.equals(table);
    if (everyTable && !columns(sent.path("select")).isEmpty()) {
      return "Column selection is not supported for wildcard subscriptions. Provide an explicit"
          + " schema and table name.";
    }
    return table == null && filter(sent) != null ? "A filter needs a table name" : null;
  }

  private static @Nullable String text(ObjectNode sent, String field) {
    JsonNode value = sent.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
