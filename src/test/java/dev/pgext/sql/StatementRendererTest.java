package dev.pgext.sql;

import static dev.pgext.sql.Golden.INT4;
import static dev.pgext.sql.Golden.NO_PREFERENCES;
import static dev.pgext.sql.Golden.TASKS;
import static dev.pgext.sql.Golden.TEXT;
import static dev.pgext.sql.Golden.column;
import static dev.pgext.sql.Golden.compare;
import static dev.pgext.sql.Golden.node;
import static dev.pgext.sql.Golden.none;
import static dev.pgext.sql.Golden.plain;
import static dev.pgext.sql.Golden.read;
import static dev.pgext.sql.Golden.render;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.DataType;
import dev.pgext.catalog.Relationship;
import dev.pgext.catalog.Routine;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Condition;
import dev.pgext.plan.Embed;
import dev.pgext.plan.Mutation;
import dev.pgext.plan.Mutation.Body;
import dev.pgext.plan.Mutation.BodyColumn;
import dev.pgext.plan.Plan;
import dev.pgext.plan.ReadNode;
import dev.pgext.plan.RoutineCall;
import dev.pgext.plan.SelectColumn;
import dev.pgext.request.Action;
import dev.pgext.request.Field;
import dev.pgext.request.Operation;
import dev.pgext.request.Operation.QuantifiedOperator;
import dev.pgext.request.Operation.Quantifier;
import dev.pgext.request.Operation.SimpleOperator;
import dev.pgext.request.Payload;
import dev.pgext.request.Preferences;
import dev.pgext.request.Preferences.Resolution;
import dev.pgext.request.RowRange;
import dev.pgext.request.SelectItem.AggregateFunction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StatementRendererTest {
  private static final String READ_HEAD =
      "SELECT NULL::bigint AS total, count(pgext_row) AS page, ";
  private static final String GUCS =
      " AS body, nullif(current_setting('response.headers', true), '') AS headers, "
          + "nullif(current_setting('response.status', true), '') AS status, NULL::bigint AS inserted, NULL::text[] AS location FROM (";
  private static final String JSON_HEAD = READ_HEAD + "coalesce(json_agg(pgext_row), '[]')" + GUCS;
  private static final ColumnRef ID = column("id", INT4);
  private static final ColumnRef NAME = column("name", TEXT);

  @Test
  void aReadIsOneSelectOverTheRows() {
    ReadNode node =
        node(
            List.of(plain(ID), plain(NAME)),
            List.of(compare(ID, new Operation.Quantified(QuantifiedOperator.EQ, null, "7"))),
            new RowRange(2, 10L));
    SqlFragment main = render(read(node), NO_PREFERENCES).main();
    assertThat(main.text())
        .isEqualTo(
            JSON_HEAD
                + "SELECT \"api\".\"tasks\".\"id\", \"api\".\"tasks\".\"name\" FROM \"api\".\"tasks\" "
                + "WHERE \"api\".\"tasks\".\"id\" = ?::\"pg_catalog\".\"int4\" LIMIT ? OFFSET ?) AS pgext_row");
    assertThat(main.parameters())
        .containsExactly(new Bind.Text("7"), new Bind.Bigint(10), new Bind.Bigint(2));
  }

  @Test
  void everyNameIsQuoted() {
    ColumnRef hostile = column("x\" from pg_authid; --", INT4);
    String sql =
        render(read(node(List.of(plain(hostile)), List.of(), RowRange.ALL)), NO_PREFERENCES)
            .main()
            .text();
    assertThat(sql).contains("\"x\"\" from pg_authid; --\"");
  }

  @Test
  void besideAnAggregateTheStarOfASpreadIsTakenForAColumn() {
    ReadNode spread = node(List.of(plain(column("*", INT4))), List.of(), RowRange.ALL);
    Embed embed =
        new Embed(
            spread,
            new Relationship.Computed(TASKS, TASKS, TASKS, true, true),
            "tasks_spread_1",
            "spread",
            false,
            new Embed.Shape.SpreadOne(List.of(new Embed.SpreadColumn("*", null, null, null))));
    SelectColumn sum = new SelectColumn(ID, null, AggregateFunction.SUM, null, null);
    ReadNode root =
        node(List.of(), List.of(), RowRange.ALL).withSelect(List.of(sum), List.of(embed));
    assertThat(render(read(root), NO_PREFERENCES).main().text())
        .contains("SUM(\"api\".\"tasks\".\"id\"), \"tasks_spread_1\".* FROM")
        .contains(" GROUP BY \"tasks_spread_1\".\"*\"");
  }

  @Test
  void whereClausesFollowTheTree() {
    Condition one = compare(ID, new Operation.Is(Operation.IsValue.NOT_NULL));
    Condition two =
        compare(NAME, new Operation.Quantified(QuantifiedOperator.LIKE, Quantifier.ANY, "{a*,b}"));
    Condition three = compare(ID, new Operation.In(List.of("1", "a\"b\\")));
    Condition tree =
        new Condition.Not(new Condition.Or(List.of(one, new Condition.And(List.of(two, three)))));
    SqlFragment main =
        render(read(node(List.of(plain(ID)), List.of(tree), RowRange.ALL)), NO_PREFERENCES).main();
    assertThat(where(main))
        .isEqualTo(
            "NOT (\"api\".\"tasks\".\"id\" IS NOT NULL OR (\"api\".\"tasks\".\"name\" ~~ ANY(?::\"pg_catalog\".\"text\"[])"
                + " AND \"api\".\"tasks\".\"id\" = ANY(?::\"pg_catalog\".\"int4\"[])))");
    assertThat(main.parameters())
        .containsExactly(new Bind.Text("{a%,b}"), new Bind.Text("{\"1\",\"a\\\"b\\\\\"}"));
  }

  @Test
  void anEmptyListMatchesNothingWithoutABind() {
    Condition none = compare(ID, new Operation.In(List.of("")));
    SqlFragment main =
        render(read(node(List.of(plain(ID)), List.of(none), RowRange.ALL)), NO_PREFERENCES).main();
    assertThat(where(main)).isEqualTo("\"api\".\"tasks\".\"id\" = ANY('{}')");
    assertThat(main.parameters()).isEmpty();
  }

  @Test
  void whereNoOperatorExistsAnUntypedLiteralMakesPostgresqlRaiseItsOwnError() {
    DataType point = Golden.type(600, "point", "point");
    Condition contained =
        compare(column("at", point), new Operation.Simple(SimpleOperator.CD, "(0,0)"));
    SqlFragment main =
        render(read(node(List.of(), List.of(contained), RowRange.ALL)), NO_PREFERENCES).main();
    assertThat(where(main)).isEqualTo("\"api\".\"tasks\".\"at\" <@ ''");
    assertThat(main.parameters()).isEmpty();
  }

  @Test
  void distinctnessNeedsAnOperatorEvenWhereTheLiteralIsUntyped() {
    DataType point = Golden.type(600, "point", "point");
    Condition distinct = compare(column("at", point), new Operation.IsDistinct("(0,0)"));
    SqlFragment main =
        render(read(node(List.of(), List.of(distinct), RowRange.ALL)), NO_PREFERENCES).main();
    assertThat(where(main)).isEqualTo("\"api\".\"tasks\".\"at\" IS DISTINCT FROM ''");
  }

  /** PostgreSQL names it in {@code column pgrst_call.nope does not exist}. */
  @Test
  void theRowsOfACallAreNamedAsPostgrestNamesThem() {
    Routine routine =
        new Routine(
            new QualifiedName("api", "done"),
            null,
            List.of(),
            new Routine.Result(true, true, TASKS, List.of()),
            Routine.Volatility.STABLE,
            false,
            null,
            List.of());
    RoutineCall call =
        new RoutineCall(routine, new RoutineCall.Arguments.None(), List.of("id", "name"));
    Plan.Call plan =
        new Plan.Call(
            call,
            node(List.of(plain(ID)), List.of(), RowRange.ALL),
            Golden.json(),
            Action.CallMethod.GET,
            true,
            List.of());
    assertThat(render(plan, NO_PREFERENCES).main().text())
        .startsWith(
            "WITH pgext_source AS (SELECT \"pgrst_call\".\"id\", \"pgrst_call\".\"name\" "
                + "FROM \"api\".\"done\"() AS pgrst_call) ");
  }

  @Test
  void keysOfAJsonPathAreBinds() {
    ColumnRef path =
        new ColumnRef(
            "data",
            Golden.JSONB,
            List.of(
                new Field.JsonStep(Field.Arrow.JSON, new Field.JsonOperand.Key("a'b")),
                new Field.JsonStep(Field.Arrow.TEXT, new Field.JsonOperand.Index("-1"))),
            false,
            null,
            false);
    SqlFragment main =
        render(
                read(
                    node(
                        List.of(),
                        List.of(compare(path, new Operation.IsDistinct("x"))),
                        RowRange.ALL)),
                NO_PREFERENCES)
            .main();
    assertThat(where(main))
        .isEqualTo(
            "\"api\".\"tasks\".\"data\"->?::text->>?::int IS DISTINCT FROM ?::\"pg_catalog\".\"text\"");
    assertThat(main.parameters())
        .containsExactly(new Bind.Text("a'b"), new Bind.Text("-1"), new Bind.Text("x"));
  }

  @Test
  void anExactCountOfALimitedReadCountsWithoutTheLimit() {
    ReadNode node = node(List.of(plain(ID)), List.of(), new RowRange(0, 1L));
    String sql = render(read(node), Golden.preferences(Preferences.Count.EXACT)).main().text();
    assertThat(sql)
        .startsWith(
            "SELECT (SELECT count(*) FROM (SELECT 1 FROM \"api\".\"tasks\") AS pgext_count) AS total");
  }

  @Test
  void aPlannedCountExplainsTheCountQuery() {
    ReadNode node = node(List.of(plain(ID)), List.of(), RowRange.ALL);
    RequestStatement statement = render(read(node), Golden.preferences(Preferences.Count.PLANNED));
    assertThat(statement.countExplain())
        .isEqualTo(SqlFragment.of("EXPLAIN (FORMAT JSON) SELECT 1 FROM \"api\".\"tasks\""));
  }

  @Test
  void anInsertTakesItsRowsFromOneBind() {
    Mutation insert =
        new Mutation.Insert(
            TASKS, body("[{\"id\":1}]", new BodyColumn(ID, "integer", null)), null, List.of("id"));
    RequestStatement statement = render(mutate(insert, Golden.json()), NO_PREFERENCES);
    assertThat(statement.main().text())
        .startsWith(
            "WITH pgext_source AS (INSERT INTO \"api\".\"tasks\"(\"id\") SELECT \"pgrst_body\".\"id\" FROM "
                + "json_to_recordset(?::json) AS pgrst_body(\"id\" integer) RETURNING \"api\".\"tasks\".\"id\") SELECT");
    assertThat(statement.readOnly()).isFalse();
    assertThat(statement.leavesState()).isTrue();
  }

  @Test
  void anEmptyObjectInsertsARowOfDefaults() {
    Mutation insert = new Mutation.Insert(TASKS, body(" {}"), null, List.of());
    assertThat(render(mutate(insert, none()), NO_PREFERENCES).main().text())
        .startsWith(
            "WITH pgext_source AS (INSERT INTO \"api\".\"tasks\" SELECT  FROM (VALUES (1)) AS pgrst_body RETURNING 1)");
  }

  @Test
  void mergingDuplicatesCountsWhatWasInserted() {
    Mutation insert =
        new Mutation.Insert(
            TASKS,
            body("[]", new BodyColumn(ID, "integer", null)),
            new Mutation.OnConflict(Resolution.MERGE_DUPLICATES, List.of("id")),
            List.of());
    String sql = render(mutate(insert, none()), NO_PREFERENCES).main().text();
    assertThat(sql)
        .contains(
            "ON CONFLICT(\"id\") DO UPDATE SET \"id\" = EXCLUDED.\"id\" WHERE set_config('pgext.inserted'")
        .contains("nullif(current_setting('pgext.inserted', true), '')::bigint AS inserted");
  }

  @Test
  void defaultsFillWhatTheBodyLacks() {
    Mutation insert =
        new Mutation.Insert(
            TASKS,
            new Body(
                json("{\"name\":\"x\"}"),
                List.of(new BodyColumn(ID, "integer", "nextval('s'::regclass)")),
                true),
            null,
            List.of());
    assertThat(render(mutate(insert, none()), NO_PREFERENCES).main().text())
        .contains(
            "jsonb_to_record(jsonb_build_object('id', nextval('s'::regclass)) || ?::jsonb) AS pgrst_body(\"id\" integer)");
  }

  /** To pgjdbc a single question mark is a parameter. */
  @Test
  void aQuestionMarkOfADefaultIsNoParameter() {
    Mutation insert =
        new Mutation.Insert(
            TASKS,
            new Body(
                json("{}"),
                List.of(new BodyColumn(ID, "boolean", "(f(\"a?\", '?''?', E'\\'?') ?| g())")),
                true),
            null,
            List.of());
    assertThat(render(mutate(insert, none()), NO_PREFERENCES).main().text())
        .contains("jsonb_build_object('id', (f(\"a?\", '?''?', E'\\'?') ??| g())) || ?::jsonb)");
  }

  @Test
  void anUpdateWithoutColumnsTouchesNothing() {
    Mutation update = new Mutation.Update(TASKS, body("{}"), List.of(), List.of("id"));
    assertThat(render(mutate(update, Golden.json()), NO_PREFERENCES).main().text())
        .startsWith(
            "WITH pgext_source AS (SELECT \"tasks\".\"id\" FROM \"api\".\"tasks\" WHERE false)");
  }

  @Test
  void theSetupMakesTheTransactionTheRequests() {
    RequestStatement statement =
        render(
            read(node(List.of(), List.of(), RowRange.ALL)),
            NO_PREFERENCES,
            Map.of("app.settings.tier", "gold", "db-pre-request", "api.check"));
    assertThat(statement.setup().text())
        .isEqualTo(
            "SELECT set_config('search_path', ?, true), set_config('role', ?, true), set_config('request.jwt.claims', ?, true),"
                + " set_config('request.method', ?, true), set_config('request.path', ?, true),"
                + " set_config('request.headers', ?, true), set_config('request.cookies', ?, true), set_config(?, ?, true)");
    assertThat(statement.setup().parameters())
        .contains(new Bind.Text("\"api\", \"public\""), new Bind.Text("anon"))
        .endsWith(new Bind.Text("app.settings.tier"), new Bind.Text("gold"));
    assertThat(statement.preRequest()).isEqualTo(SqlFragment.of("SELECT \"api\".\"check\"()"));
    assertThat(statement.readOnly()).isTrue();
  }

  private static Plan.Mutate mutate(Mutation mutation, Plan.Output output) {
    ReadNode returned =
        new ReadNode(
            new ReadNode.Source.OfResult(TASKS, "tasks"),
            ReadNode.Qualifier.alias("tasks"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            RowRange.ALL,
            List.of());
    return new Plan.Mutate(Golden.tasks(), mutation, returned, output, List.of());
  }

  private static Body body(String json, BodyColumn... columns) {
    return new Body(json(json), List.of(columns), false);
  }

  private static Payload json(String text) {
    return new Payload.Json(text.getBytes(UTF_8), Set.of());
  }

  private static String where(SqlFragment main) {
    String text = main.text();
    return text.substring(text.indexOf(" WHERE ") + 7, text.length() - ") AS pgext_row".length());
  }
}
