package dev.pgext.sql;

import dev.pgext.auth.AuthContext;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.DataType;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.Operators;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition;
import dev.pgext.plan.Plan;
import dev.pgext.plan.ReadNode;
import dev.pgext.plan.SelectColumn;
import dev.pgext.request.Action;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Operation;
import dev.pgext.request.Preferences;
import dev.pgext.request.QueryParameters;
import dev.pgext.request.RowRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The small world that golden SQL is rendered in. */
final class Golden {
  static final QualifiedName TASKS = new QualifiedName("api", "tasks");
  static final DataType INT4 = type(23, "integer", "int4");
  static final DataType TEXT = type(25, "text", "text");
  static final DataType JSONB = type(3802, "jsonb", "jsonb");
  static final Preferences NO_PREFERENCES = preferences(null);

  /** Every operator takes its left operand's type, but points have no {@code <@} of their own. */
  static final Operators OPERATORS =
      (oid, operator) ->
          switch (oid) {
            case 23 -> new QualifiedName("pg_catalog", "int4");
            case 25 -> new QualifiedName("pg_catalog", "text");
            case 3802 -> new QualifiedName("pg_catalog", "jsonb");
            default -> null;
          };

  private Golden() {}

  static DataType type(int oid, String nominal, String name) {
    return new DataType(oid, oid, nominal, nominal, new QualifiedName("pg_catalog", name));
  }

  static ColumnRef column(String name, DataType type) {
    return new ColumnRef(name, type, List.of(), false, null, false);
  }

  static SelectColumn plain(ColumnRef column) {
    return new SelectColumn(column, null, null, null, null);
  }

  static Condition compare(ColumnRef column, Operation operation) {
    return new Condition.Compare(column, false, operation, false);
  }

  static ReadNode node(List<SelectColumn> select, List<Condition> where, RowRange range) {
    return new ReadNode(
        new ReadNode.Source.OfRelation(TASKS, null, null),
        ReadNode.Qualifier.of(TASKS),
        select,
        List.of(),
        where,
        List.of(),
        List.of(),
        range,
        List.of());
  }

  static Plan.Read read(ReadNode node) {
    return new Plan.Read(TASKS, node, json(), false, List.of());
  }

  static Plan.Output json() {
    return new Plan.Output(new MediaHandler.JsonArray(false), MediaType.Plain.JSON);
  }

  static Plan.Output none() {
    return new Plan.Output(new MediaHandler.None(), MediaType.Plain.JSON);
  }

  static Relation tasks() {
    return new Relation(
        TASKS, Relation.Kind.TABLE, null, true, true, true, List.of("id"), Map.of());
  }

  static Preferences preferences(Preferences.@Nullable Count count) {
    return new Preferences(null, null, count, null, null, null, null, null, List.of());
  }

  static RequestStatement render(Plan.Rows plan, Preferences preferences) {
    return render(plan, preferences, Map.of());
  }

  static RequestStatement render(
      Plan.Rows plan, Preferences preferences, Map<String, String> settings) {
    Config config = ConfigLoader.load(ConfigSources.ofOverrides(settings)).config();
    return new StatementRenderer(config, new RoleSettings(Map.of()), catalog())
        .render(plan, request(preferences), new AuthContext("anon", "{\"role\":\"anon\"}", true));
  }

  private static Catalog catalog() {
    return new Catalog(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        new MediaHandlers(Map.of(), Map.of()),
        OPERATORS,
        180006);
  }

  private static ApiRequest request(Preferences preferences) {
    QueryParameters query =
        new QueryParameters(
            "", List.of(), Map.of(), List.of(), List.of(), List.of(), Set.of(), List.of(), null,
            null);
    return new ApiRequest(
        new Action.ReadRelation(TASKS, false),
        "GET",
        "/tasks",
        "api",
        false,
        query,
        RowRange.ALL,
        Map.of(),
        preferences,
        null,
        Set.of(),
        List.of(),
        MediaType.Plain.JSON,
        Map.of(),
        Map.of());
  }
}
