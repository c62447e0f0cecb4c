package dev.pgext.realtime.row;

import dev.pgext.catalog.Catalog;
import dev.pgext.plan.Condition;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.request.LogicTree;
import dev.pgext.sql.RowCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A subscription's filter becomes a rule: decided here where the outcome is certainly PostgreSQL's,
 * else by PostgreSQL. Thread-safe; asks the database once for each filter.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#operators">PostgREST:
 *     operators</a>
 */
public final class FilterRules {
  /** A filter of more comparisons is left to PostgreSQL as a whole. */
  private static final int MOST_LITERALS = 500;

  private final Sessions sessions;
  private final TypeRegistry registry;
  private final Supplier<Catalog> catalog;

  public FilterRules(Sessions sessions, TypeRegistry registry, Supplier<Catalog> catalog) {
    this.sessions = sessions;
    this.registry = registry;
    this.catalog = catalog;
  }

  /**
   * The rule of a parsed filter ({@link dev.pgext.request.FilterParser}).
   *
   * @param role as which PostgreSQL is asked: the subscriber's
   * @throws dev.pgext.error.ApiException where a column is unknown, an operator does not exist for
   *     its type, or a value is not one of it
   */
  public RowFilter of(TableShape table, LogicTree filter, String role) {
    if (filter instanceof LogicTree.Group group && group.children().isEmpty()) {
      return RowFilter.NONE;
    }
    Catalog snapshot = catalog.get();
    Types types = registry.of(table);
    FilterResolver resolver = new FilterResolver(table, types, snapshot);
    Condition condition = resolver.resolve(filter);
    ComparableLiterals literals = new ComparableLiterals(types, snapshot.operators());
    RowCondition printer = new RowCondition(snapshot);
    FilterAnswers answers =
        new FilterProbe(sessions, printer).ask(table, condition, all(condition, literals), role);
    FilterCompiler compiler = new FilterCompiler(table, types, literals, answers);
    RowRule rule =
        compile(compiler, condition)
            .<RowRule>map(FilterRules::inMemory)
            .orElseGet(
                () ->
                    new RowRule.Sql(
                        printer.of(table.name().name(), condition),
                        inMemory(necessary(compiler, condition))));
    return new RowFilter(rule, resolver.columns(), new Grounds(types.under(table), snapshot));
  }

  private record Grounds(List<ValueType> types, Catalog catalog) {}

  /**
   * Whether {@link #of} would make the same again, if the table's columns are still those.
   *
   * @param table the same table as then, perhaps described anew
   */
  @SuppressWarnings("ReferenceEquality") // another one is a later one
  public boolean holds(RowFilter filter, TableShape table) {
    return filter.grounds() instanceof Grounds grounds
        && grounds.catalog() == catalog.get()
        && grounds.types().equals(registry.of(table).under(table));
  }

  private static RowRule.InMemory inMemory(Compiled compiled) {
    Truth.Of truth = compiled.truth();
    return new RowRule.InMemory(compiled.anyOf(), image -> truth.of(image) == Truth.TRUE);
  }

  private static List<Literal> all(Condition condition, ComparableLiterals literals) {
    List<Literal> found = new ArrayList<>();
    collect(condition, literals, found);
    return found.size() > MOST_LITERALS ? List.of() : found;
  }

  private static void collect(
      Condition condition, ComparableLiterals literals, List<Literal> found) {
    switch (condition) {
      case Condition.Compare compare -> literals.of(compare).ifPresent(found::add);
      case Condition.And and -> and.conditions().forEach(part -> collect(part, literals, found));
      case Condition.Or or -> or.conditions().forEach(part -> collect(part, literals, found));
      case Condition.Not not -> collect(not.condition(), literals, found);
      case Condition.NullEmbed embed -> {}
    }
  }

  private static Optional<Compiled> compile(FilterCompiler compiler, Condition condition) {
    return switch (condition) {
      case Condition.Compare compare -> compiler.compare(compare);
      case Condition.And and -> members(compiler, and.conditions()).map(Compiled::all);
      case Condition.Or or -> members(compiler, or.conditions()).map(Compiled::any);
      case Condition.Not not -> compile(compiler, not.condition()).map(Compiled::not);
      case Condition.NullEmbed embed -> Optional.empty();
    };
  }

  /** What can be decided here and follows from the condition. */
  private static Compiled necessary(FilterCompiler compiler, Condition condition) {
    return switch (condition) {
      case Condition.And and ->
          Compiled.all(and.conditions().stream().map(part -> necessary(compiler, part)).toList());
      case Condition.Or or ->
          Compiled.any(or.conditions().stream().map(part -> necessary(compiler, part)).toList());
      default -> compile(compiler, condition).orElse(Compiled.ANYTHING);
    };
  }

  private static Optional<List<Compiled>> members(
      FilterCompiler compiler, List<Condition> conditions) {
    List<Compiled> members = new ArrayList<>();
    for (Condition condition : conditions) {
      Optional<Compiled> member = compile(compiler, condition);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      members.add(member.get());
    }
    return Optional.of(members);
  }
}
