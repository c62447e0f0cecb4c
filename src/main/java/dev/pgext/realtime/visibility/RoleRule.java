package dev.pgext.realtime.visibility;

import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import dev.pgext.sql.PrintedSql;
import dev.pgext.sql.SqlFragment;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a role may see of a table, before claims are known.
 *
 * @param columns positions in the shape; none where the table is denied
 * @param keyDecides whether the replica identity has all that the rule reads
 * @param fallback the rule as PostgreSQL decides it, if not by All or None
 * @param parsed the same for deciding here; null where it cannot be
 */
record RoleRule(
    TableShape table,
    TableFacts facts,
    List<Integer> columns,
    RowRule fallback,
    boolean keyDecides,
    PolicyParser.@Nullable Parsed parsed) {
  private static final String FEATURE_NOT_SUPPORTED = "0A000";

  RoleRule {
    columns = List.copyOf(columns);
  }

  static RoleRule of(TableShape table, TableFacts facts) {
    List<Integer> columns =
        facts.usage()
            ? IntStream.range(0, table.columns().size())
                .filter(index -> isSelectable(facts, table.columns().get(index).name()))
                .boxed()
                .toList()
            : List.of();
    if (columns.isEmpty()) {
      return new RoleRule(table, facts, columns, new RowRule.None(), true, null);
    }
    if (!facts.rowSecurity()) {
      return new RoleRule(table, facts, columns, new RowRule.All(), true, null);
    }
    PolicySet policies = PolicySet.of(facts.policies());
    if (policies.permitsNothing()) {
      return new RoleRule(table, facts, columns, new RowRule.None(), true, null);
    }
    try {
      return ofPolicies(table, facts, columns, policies.condition());
    } catch (UnreadableException unreadable) {
      throw unsupported("A policy of " + table.name() + " cannot be read");
    }
  }

  /** For a table that is not there any more. */
  static RoleRule gone(TableShape table) {
    TableFacts nothing =
        new TableFacts(false, true, true, true, List.of(), List.of(), List.of(), List.of());
    return of(table, nothing);
  }

  /** The query that decides by a rule: policies, or a filter. */
  RowQuery query(RowRule.Sql rule) {
    boolean policies = rule.equals(fallback);
    return policies && facts.ofPresentRows()
        ? PresentRows.query(table, facts, rule.condition())
        : RowQuery.of(table, facts, rule.condition());
  }

  /** Everything but the rule, with another one. */
  Access access(RowRule rule, Object grounds) {
    return new Access(columns, rule, keyDecides, facts.ofPresentRows(), facts.alike(), grounds);
  }

  private static boolean isSelectable(TableFacts facts, String name) {
    TableFacts.Column column = facts.column(name);
    return column != null && column.selectable();
  }

  private static RoleRule ofPolicies(
      TableShape table, TableFacts facts, List<Integer> columns, String condition) {
    Reads reads = Reads.of(table.name(), condition);
    if (reads.systemColumn()) {
      throw unsupported(
          "A policy of " + table.name() + " reads a system column, which no event has");
    }
    SqlFragment sql = SqlFragment.of(PrintedSql.escaped(condition));
    RowQuery query = RowQuery.of(table, facts, sql);
    if (facts.ofPresentRows()) {
      return new RoleRule(table, facts, columns, new RowRule.Sql(sql), false, null);
    }
    boolean keyDecides =
        query.answerable()
            && query.sent().stream().allMatch(column -> table.columns().get(column).identity());
    return new RoleRule(
        table,
        facts,
        columns,
        new RowRule.Sql(sql),
        keyDecides,
        PolicyParser.parse(table, facts, PolicySet.of(facts.canonical())).orElse(null));
  }

  /** What cannot be decided outside of the database's own queries. */
  static ApiException unsupported(String message) {
    return new DatabaseError.Raised(400, FEATURE_NOT_SUPPORTED, message, null, null).asException();
  }
}
