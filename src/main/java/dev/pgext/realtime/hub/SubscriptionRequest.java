package dev.pgext.realtime.hub;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.visibility.Viewer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to hear of.
 *
 * @param schema null for all schemas that the API has
 * @param table null for all tables of the schema; without one schema, all of that name
 * @param filter in PostgREST's syntax, several joined by {@code &}; null for every row
 * @param select names of columns; empty for all that the viewer may see
 * @param transitions what a row that comes to meet the filter, or no longer does, is
 * @param marks whether {@code begin} and {@code commit} are wanted
 * @param snapshot whether the current rows are wanted first
 * @param since the last cursor that the client saw; null where it begins now
 */
public record SubscriptionRequest(
    Viewer viewer,
    @Nullable String schema,
    @Nullable String table,
    Set<Operation> events,
    @Nullable String filter,
    List<String> select,
    Transitions transitions,
    boolean marks,
    boolean snapshot,
    @Nullable Cursor since,
    EventEncoder encoder) {

  public SubscriptionRequest {
    events = Set.copyOf(events);
    select = List.copyOf(select);
  }

  /** Whether it may be about several tables, each of which is looked at when it changes. */
  public boolean severalTables() {
    return table == null || schema == null;
  }

  /** Whether a table is one of them. */
  boolean includes(QualifiedName name) {
    return (schema == null || schema.equals(name.schema()))
        && (table == null || table.equals(name.name()));
  }

  /** How an UPDATE is told whose old and new row do not both meet the filter. */
  public enum Transitions {
    /** As a view of the rows that do: it appears as INSERT and disappears as DELETE. */
    VIEW,
    /** As an UPDATE if the new row does, as Supabase tells it; else not at all. */
    WRITTEN
  }
}
