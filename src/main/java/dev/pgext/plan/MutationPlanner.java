package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Column;
import dev.pgext.catalog.Relation;
import dev.pgext.error.ApiException;
import dev.pgext.error.CatalogError;
import dev.pgext.error.RequestError;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.Mutation.Body;
import dev.pgext.plan.Mutation.BodyColumn;
import dev.pgext.plan.Mutation.OnConflict;
import dev.pgext.request.Action.MutationKind;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Filter;
import dev.pgext.request.LogicTree;
import dev.pgext.request.Operation;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.Preferences;
import dev.pgext.request.QueryParameters;
import dev.pgext.request.QueryParameters.Targeted;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statement that changes rows.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#insert">PostgREST:
 *     insert, update, upsert, delete</a>
 */
final class MutationPlanner {
  private static final String JSON = "json";

  private final Catalog catalog;
  private final ColumnResolver columns;

  MutationPlanner(Catalog catalog) {
    this.catalog = catalog;
    this.columns = new ColumnResolver(catalog);
  }

  /**
   * The statement.
   *
   * @param tree the read over what it returns
   * @throws ApiException for a body with an unknown column, or PUT without its whole key
   */
  Mutation plan(MutationKind kind, ApiRequest request, Relation relation, ReadNode tree) {
    List<String> returning = returning(request, relation, tree);
    return switch (kind) {
      case INSERT -> insert(request, relation, returning);
      case UPDATE ->
          new Mutation.Update(
              relation.name(),
              body(request, relation, missingDefaults(request)),
              where(request, relation),
              returning);
      case SINGLE_UPSERT -> upsert(request, relation, returning);
      case DELETE -> new Mutation.Delete(relation.name(), where(request, relation), returning);
    };
  }

  private Mutation insert(ApiRequest request, Relation relation, List<String> returning) {
    return new Mutation.Insert(
        relation.name(),
        body(request, relation, missingDefaults(request)),
        onConflict(request, relation),
        returning);
  }

  private Mutation upsert(ApiRequest request, Relation relation, List<String> returning) {
    if (!filtersByKey(request.query(), relation.primaryKey())) {
      throw new RequestError.InvalidFilters().asException();
    }
    return new Mutation.Upsert(
        relation.name(),
        body(request, relation, false),
        relation.primaryKey(),
        where(request, relation),
        returning);
  }

  private static @Nullable OnConflict onConflict(ApiRequest request, Relation relation) {
    Preferences.Resolution resolution = request.preferences().resolution();
    if (resolution == null) {
      return null;
    }
    List<String> asked = request.query().onConflict();
    return new OnConflict(resolution, asked == null ? relation.primaryKey() : asked);
  }

  private static boolean filtersByKey(QueryParameters query, List<String> primaryKey) {
    return query.logic().isEmpty()
        && !primaryKey.isEmpty()
        && query.filterFields().equals(Set.copyOf(primaryKey))
        && query.filters().stream()
            .filter(Targeted::root)
            .allMatch(filter -> plainEquality(filter.value()));
  }

  private static boolean plainEquality(Filter filter) {
    return !filter.negated()
        && filter.operation() instanceof Operation.Quantified operation
        && operation.operator() == QuantifiedOperator.EQ
        && operation.quantifier() == null;
  }

  private static boolean missingDefaults(ApiRequest request) {
    return request.preferences().missing() == Preferences.Missing.DEFAULT;
  }

  private static List<String> returning(ApiRequest request, Relation relation, ReadNode tree) {
    Preferences.Return wanted = request.preferences().returning();
    return wanted == null || wanted == Preferences.Return.MINIMAL
        ? List.of()
        : ReturnedColumns.of(tree, relation.primaryKey());
  }

  /** Trees of embeds choose the rows, too, as behind PostgREST: no more rows change than there. */
  private List<Condition> where(ApiRequest request, Relation relation) {
    Stream<LogicTree> filters =
        request.query().filters().stream()
            .filter(Targeted::root)
            .map(filter -> new LogicTree.Leaf(filter.value()));
    Stream<LogicTree> logic = request.query().logic().stream().map(Targeted::value);
    return new Conditions(columns)
        .of(RowType.of(relation.name()), Stream.concat(filters, logic).toList());
  }

  private Body body(ApiRequest request, Relation relation, boolean applyDefaults) {
    List<BodyColumn> set =
        request.columns().stream().sorted().map(name -> bodyColumn(relation, name)).toList();
    return new Body(Objects.requireNonNull(request.payload()), set, applyDefaults);
  }

  private BodyColumn bodyColumn(Relation relation, String name) {
    Column column = relation.column(name);
    if (column == null) {
      throw new CatalogError.NoColumn(relation.name().name(), name).asException();
    }
    String type = column.type().nominal();
    QualifiedName parser = catalog.representation(JSON, type);
    ColumnRef target = new ColumnRef(name, column.type(), List.of(), false, parser, false);
    return new BodyColumn(target, parser == null ? type : JSON, column.defaultExpression());
  }
}
