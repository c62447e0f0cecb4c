package dev.pgext.sql;

import dev.pgext.auth.AuthContext;
import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.catalog.Routine;
import dev.pgext.config.Config;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Preferences;
import dev.pgext.sql.RequestStatement.Kind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Renders a plan as everything that its request runs. */
public final class StatementRenderer {
  private final Config config;
  private final RoleSettings roles;
  private final Catalog catalog;

  public StatementRenderer(Config config, RoleSettings roles, Catalog catalog) {
    this.config = config;
    this.roles = roles;
    this.catalog = catalog;
  }

  /**
   * {@code current_setting} of a setting that may never have been set; an empty one counts as
   * absent.
   */
  static String setting(String name) {
    return "nullif(current_setting('" + name + "', true), '')";
  }

  /** The statement for a plan that needs the database. */
  public RequestStatement render(Plan.Rows plan, ApiRequest request, AuthContext auth) {
    return render(plan, request, auth, queries(plan, request));
  }

  /** The queries of a plan: what does not depend on who asks. */
  public Queries queries(Plan.Rows plan, ApiRequest request) {
    boolean explain = plan instanceof Plan.Read && request.preferences().explainsCount();
    boolean planWanted = plan.output().executionPlan() != null;
    return new Queries(
        explained(plan.output(), main(plan, request)),
        explain && !planWanted ? countExplain(plan) : null);
  }

  /** The statement for a plan whose queries are there already. */
  public RequestStatement render(
      Plan.Rows plan, ApiRequest request, AuthContext auth, Queries queries) {
    Routine routine = plan instanceof Plan.Call call ? call.routine() : null;
    List<Routine.Setting> settings = routine == null ? List.of() : routine.settings();
    boolean planWanted = plan.output().executionPlan() != null;
    return new RequestStatement(
        isolationLevel(routine, auth),
        readOnly(plan),
        new SetupRenderer(config, roles).render(request, auth, settings),
        preRequest(),
        queries.main(),
        queries.countExplain(),
        planWanted ? Kind.EXECUTION_PLAN : Kind.ROWS,
        leavesState(plan));
  }

  /** The statement for the OpenAPI description; see {@link InspectRenderer} for its body. */
  public RequestStatement render(Plan.Inspect plan, ApiRequest request, AuthContext auth) {
    return new RequestStatement(
        isolationLevel(null, auth),
        true,
        new SetupRenderer(config, roles).render(request, auth, List.of()),
        preRequest(),
        InspectRenderer.select(plan.schema(), config.openApi().mode()),
        null,
        Kind.ROWS,
        config.database().preRequest() != null);
  }

  private @Nullable String isolationLevel(@Nullable Routine routine, AuthContext auth) {
    if (routine != null && routine.isolationLevel() != null) {
      return routine.isolationLevel();
    }
    String level = roles.of(auth.role()).isolationLevel();
    return level.isEmpty() ? null : level;
  }

  private static boolean readOnly(Plan.Rows plan) {
    return switch (plan) {
      case Plan.Read read -> true;
      case Plan.Mutate mutate -> false;
      case Plan.Call call -> call.readOnly();
    };
  }

  /**
   * Functions called by name, triggers and the pre-request function may leave something behind in
   * the session.
   */
  private boolean leavesState(Plan.Rows plan) {
    return switch (plan) {
      case Plan.Read read -> config.database().preRequest() != null;
      case Plan.Mutate mutate -> true;
      case Plan.Call call ->
          call.routine().volatility() != Routine.Volatility.IMMUTABLE
              || config.database().preRequest() != null;
    };
  }

  private @Nullable SqlFragment preRequest() {
    return config.database().preRequest() == null
        ? null
        : SqlFragment.of("SELECT " + Identifiers.quote(config.database().preRequest()) + "()");
  }

  private SqlFragment countExplain(Plan.Rows plan) {
    SqlBuilder out = new SqlBuilder();
    out.sql("EXPLAIN (FORMAT JSON) ");
    new CountRenderer(out, new ReadRenderer(out, catalog)).select(plan.tree(), null);
    return out.build();
  }

  private static SqlFragment explained(Plan.Output output, SqlFragment main) {
    MediaType.ExecutionPlan wanted = output.executionPlan();
    if (wanted == null) {
      return main;
    }
    StringBuilder options = new StringBuilder("EXPLAIN (FORMAT ").append(wanted.format());
    for (MediaType.PlanOption option : wanted.options()) {
      options.append(", ").append(option.name().toUpperCase(Locale.ROOT));
    }
    return new SqlFragment(options.append(") ").append(main.text()).toString(), main.parameters());
  }

  private SqlFragment main(Plan.Rows plan, ApiRequest request) {
    SqlBuilder out = new SqlBuilder();
    ReadRenderer read = new ReadRenderer(out, catalog);
    source(out, read, plan);
    out.sql("SELECT ");
    total(out, read, plan, request.preferences());
    out.sql(" AS total, " + page(plan) + " AS page, ");
    new HandlerRenderer(out).body(plan.output().handler(), routine(plan));
    out.sql(" AS body, " + setting("response.headers") + " AS headers, ");
    out.sql(setting("response.status") + " AS status, " + inserted(plan) + " AS inserted, ");
    location(out, plan, request.preferences());
    out.sql(" AS location FROM (");
    rows(out, read, plan);
    out.sql(") AS " + HandlerRenderer.ROW);
    return out.build();
  }

  /** {@code WITH pgext_source AS (…)}: what was changed or returned, or what CSV reads twice. */
  private static void source(SqlBuilder out, ReadRenderer read, Plan.Rows plan) {
    if (!hasSource(plan)) {
      return;
    }
    out.sql("WITH " + ReadRenderer.RESULT + " AS (");
    switch (plan) {
      case Plan.Read self -> read.select(self.tree());
      case Plan.Mutate mutate ->
          new MutationRenderer(out, read.conditions()).write(mutate.mutation());
      case Plan.Call call -> new CallRenderer(out).select(call.call());
    }
    out.sql(") ");
  }

  private static boolean hasSource(Plan.Rows plan) {
    return !(plan instanceof Plan.Read) || plan.output().handler() instanceof MediaHandler.Csv;
  }

  private static void rows(SqlBuilder out, ReadRenderer read, Plan.Rows plan) {
    boolean bare =
        plan instanceof Plan.Mutate && plan.output().handler() instanceof MediaHandler.None;
    if (bare || (plan instanceof Plan.Read && hasSource(plan))) {
      out.sql("SELECT * FROM " + ReadRenderer.RESULT);
    } else {
      read.select(plan.tree());
    }
  }

  private void total(SqlBuilder out, ReadRenderer read, Plan.Rows plan, Preferences preferences) {
    if (plan instanceof Plan.Mutate || !preferences.countsRows()) {
      out.sql("NULL::bigint");
      return;
    }
    Long maxRows = config.database().maxRows();
    if (maxRows == null && plan.tree().range().isAll()) {
      out.sql(page(plan));
      return;
    }
    boolean estimated =
        preferences.count() == Preferences.Count.ESTIMATED && plan instanceof Plan.Read;
    out.sql("(SELECT count(*) FROM (");
    new CountRenderer(out, read)
        .select(plan.tree(), estimated && maxRows != null ? maxRows + 1 : null);
    out.sql(") AS pgext_count)");
  }

  private static String page(Plan.Rows plan) {
    Routine routine = routine(plan);
    return routine != null && !routine.result().setOf()
        ? "1::bigint"
        : "count(" + HandlerRenderer.ROW + ")";
  }

  private static @Nullable Routine routine(Plan.Rows plan) {
    return plan instanceof Plan.Call call ? call.routine() : null;
  }

  /** {@code key=eq.value} of the one row that was inserted, for {@code return=headers-only}. */
  private static void location(SqlBuilder out, Plan.Rows plan, Preferences preferences) {
    boolean wanted =
        preferences.returning() == Preferences.Return.HEADERS_ONLY
            && plan instanceof Plan.Mutate mutate
            && mutate.mutation() instanceof Mutation.Insert;
    if (!wanted) {
      out.sql("NULL::text[]");
      return;
    }
    List<String> key = ((Plan.Mutate) plan).relation().primaryKey();
    out.sql(
        "CASE WHEN count(" + HandlerRenderer.ROW + ") = 1 THEN (SELECT array_agg(k.key || '=' || ");
    out.sql("coalesce('eq.' || k.value, 'is.null')) FROM " + ReadRenderer.RESULT + " AS s, ");
    out.sql("json_each_text(row_to_json(s)) AS k WHERE k.key = ANY(").text(ArrayLiteral.of(key));
    out.sql("::text[])) END");
  }

  private static String inserted(Plan.Rows plan) {
    boolean counted =
        plan instanceof Plan.Mutate mutate
            && switch (mutate.mutation()) {
              case Mutation.Insert insert ->
                  insert.onConflict() != null
                      && insert.onConflict().resolution()
                          == Preferences.Resolution.MERGE_DUPLICATES;
              case Mutation.Upsert upsert -> true;
              case Mutation.Update update -> false;
              case Mutation.Delete delete -> false;
            };
    return counted ? setting("pgext.inserted") + "::bigint" : "NULL::bigint";
  }
}
