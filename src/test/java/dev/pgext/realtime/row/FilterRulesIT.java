package dev.pgext.realtime.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.CatalogLoader;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.request.FilterParser;
import dev.pgext.sql.Bind;
import dev.pgext.sql.SqlFragment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter lets through the rows that PostgreSQL returns for it, wherever it is decided. */
class FilterRulesIT {
  private static final String TABLE =
      """
      CREATE EXTENSION citext;
      CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy');
      CREATE TYPE pair AS (a int, b text);
      CREATE DOMAIN positive AS int4;
      CREATE COLLATION anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE items (id serial, b bool, i2 int2, i4 int4, i8 int8, o oid, n numeric, f4 float4,
        f8 float8, t text, v varchar(5), c char(5), na name, u uuid, d date, ti time, ts timestamp,
        tz timestamptz, m mood, p positive, ci citext, ac text COLLATE anycase, by bytea, p2 pair,
        j jsonb, a int[], iv interval, ip inet);
      """;

  /** Each column's values, which are also what it is compared with. */
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("b", List.of("t", "f", "true", "no")),
          Map.entry("i2", List.of("0", "7", "07", "-3")),
          Map.entry("i4", List.of("0", "7", " 7 ", "-3", "2147483647")),
          Map.entry("i8", List.of("0", "7", "-3", "9223372036854775807")),
          Map.entry("o", List.of("0", "7", "4294967295")),
          Map.entry(
              "n", List.of("0", "-0.0", "1.0", "1.00", "1e3", "NaN", "Infinity", "-Infinity")),
          Map.entry("f4", List.of("0", "-0", "1.1", "1e10", "NaN", "Infinity", "-Infinity")),
          Map.entry("f8", List.of("0", "-0", "1.1", "1e100", "NaN", "-Infinity", "0.1")),
          Map.entry(
              "t", List.of("", "a", "A", "ab", "a_b", "a%b", "a\\b", "é\uD83D\uDE00", "null")),
          Map.entry("v", List.of("", "a", "A", "ab", "a ", "a,b", "a)b")),
          Map.entry("c", List.of("", "a", "A", "ab", "a  ")),
          Map.entry("na", List.of("a", "A", "ab")),
          Map.entry(
              "u",
              List.of(
                  "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                  "A0EEBC999C0B4EF8BB6D6BB9BD380A11",
                  "00000000-0000-0000-0000-000000000000")),
          Map.entry(
              "d", List.of("2024-02-29", "0044-03-15 BC", "infinity", "12345-1-1", "Jan 1 99")),
          Map.entry("ti", List.of("00:00", "24:00", "10:00:00.5", "10:00", "10:00:00.45")),
          Map.entry(
              "ts",
              List.of("2024-02-29 10:00", "0044-03-15 10:00 BC", "-infinity", "294276-12-31")),
          Map.entry(
              "tz",
              List.of(
                  "2024-02-29 10:00Z",
                  "2024-02-29 11:00+01",
                  "0044-03-15 10:00 BC",
                  "infinity",
                  "1800-01-01",
                  "2024-02-29 10:00:00.5Z")),
          Map.entry("m", List.of("sad", "so so", "happy")),
          Map.entry("p", List.of("1", "02")),
          Map.entry("ci", List.of("a", "A", "b")),
          Map.entry("ac", List.of("a", "A", "b")),
          Map.entry("by", List.of("\\x00ff", "abc", "\\x616263")),
          Map.entry("a", List.of("{1}", "{1,2}", "{}")),
          Map.entry("iv", List.of("1 day", "24 hours", "1 month", "30 days")),
          Map.entry("ip", List.of("10.0.0.1", "10.0.0.1/32", "::1")),
          Map.entry("j", List.of("{\"a\": 1}", "{\"a\":1.0}", "\"x\"", "null")));

  private static final List<String> OPERATORS =
      List.of("eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "isdistinct", "in");

  private static final Map<String, String> SQL =
      Map.of(
          "eq",
          "=",
          "neq",
          "<>",
          "gt",
          ">",
          "gte",
          ">=",
          "lt",
          "<",
          "lte",
          "<=",
          "like",
          "LIKE",
          "ilike",
          "ILIKE",
          "match",
          "~",
          "isdistinct",
          "IS DISTINCT FROM");

  private static final List<String> PATTERNS =
      List.of("", "%", "a%", "%b", "_", "a_b", "a\\_b", "a\\%b", "a\\\\b", "%a%b%", "__", "A");

  private record Prepared(
      Connection connection, FilterRules rules, LoggedRows rows, Catalog catalog) {}

  /** By the server's version: no test changes anything. */
  private static final Map<Integer, Prepared> PREPARED = new HashMap<>();

  @AfterAll
  static void close() throws SQLException {
    for (Prepared prepared : PREPARED.values()) {
      prepared.connection().close();
    }
    PREPARED.clear();
  }

  private static Prepared prepared(int version) throws SQLException {
    Prepared known = PREPARED.get(version);
    if (known == null) {
      known = prepare(version);
      PREPARED.put(version, known);
    }
    return known;
  }

  private static Prepared prepare(int version) throws SQLException {
    TestDatabase database = TestPostgres.version(version).createDatabase();
    database.execute(TABLE);
    Connection connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET timezone TO 'America/New_York'");
      LoggedRows.start(connection);
      insert(statement, new Random(1));
    }
    LoggedRows rows = LoggedRows.stop(connection).get("items");
    Catalog catalog = CatalogLoader.load(connection, Config.of(Map.of("db-schemas", "public")));
    Sessions sessions = new OneSession(connection);
    FilterRules rules = new FilterRules(sessions, new TypeRegistry(sessions), () -> catalog);
    return new Prepared(connection, rules, rows, catalog);
  }

  private static void insert(Statement statement, Random random) throws SQLException {
    for (int row = 0; row < 60; row++) {
      List<String> names = new ArrayList<>(List.of("p2"));
      List<String> values = new ArrayList<>(List.of(row % 3 == 0 ? "'(,)'" : "NULL"));
      VALUES.forEach(
          (name, samples) -> {
            names.add(name);
            values.add(
                random.nextInt(6) == 0
                    ? "NULL"
                    : quoted(samples.get(random.nextInt(samples.size()))));
          });
      statement.execute(
          "INSERT INTO items("
              + String.join(",", names)
              + ") VALUES ("
              + String.join(",", values)
              + ")");
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void everyOperatorAndTypeDecidesAsPostgresDoes(int version) throws SQLException {
    Prepared prepared = prepared(version);
    int inMemory = 0;
    int asked = 0;
    for (String column : VALUES.keySet()) {
      for (String operator : OPERATORS) {
        for (String value : values(column, operator)) {
          String condition = condition(column, operator, value);
          List<Boolean> expected = expected(prepared, condition);
          String given = operator.equals("in") ? list(value, VALUES.get(column).get(0)) : value;
          String filter = operator + "." + encoded(given);
          if (expected.isEmpty() || (column.equals("a") && operator.equals("in"))) {
            assertThat(refused(prepared, column + "=" + filter)).as(column + " " + filter).isTrue();
            continue;
          }
          RowRule rule = rule(prepared, column + "=" + filter);
          assertThat(decided(prepared, rule))
              .as(column + " " + filter + " by " + rule)
              .isEqualTo(expected);
          assertThat(decided(prepared, rule(prepared, column + "=not." + filter)))
              .as(column + " not " + filter)
              .isEqualTo(expected(prepared, "NOT (" + condition + ")"));
          inMemory += rule instanceof RowRule.InMemory ? 1 : 0;
          asked += rule instanceof RowRule.Sql ? 1 : 0;
        }
      }
    }
    assertThat(inMemory).isGreaterThan(400);
    assertThat(asked).isGreaterThan(100);
  }

  @Test
  void treesAreDecidedInThreeValuedLogic() throws SQLException {
    Prepared prepared = prepared(18);
    Random random = new Random(2);
    for (int number = 0; number < 150; number++) {
      Tree tree = tree(random, 3);
      RowRule rule = rule(prepared, "and=(" + tree.filter() + ")");
      assertThat(decided(prepared, rule))
          .as(tree.filter() + " by " + rule)
          .isEqualTo(expected(prepared, tree.condition()));
    }
  }

  private record Tree(String filter, String condition) {}

  private static Tree tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      String column = List.of("i4", "b", "n", "m", "d", "t").get(random.nextInt(6));
      if (random.nextInt(4) == 0) {
        return new Tree(column + ".is.null", column + " IS NULL");
      }
      String operator = List.of("eq", "neq", "isdistinct").get(random.nextInt(3));
      String value = VALUES.get(column).get(random.nextInt(3));
      return new Tree(
          column + "." + operator + "." + encoded("\"" + value + "\""),
          column + " " + SQL.get(operator) + " " + quoted(value));
    }
    Tree left = tree(random, depth - 1);
    Tree right = tree(random, depth - 1);
    String operator = random.nextBoolean() ? "and" : "or";
    boolean negated = random.nextInt(3) == 0;
    return new Tree(
        (negated ? "not." : "") + operator + "(" + left.filter() + "," + right.filter() + ")",
        (negated ? "NOT " : "")
            + "("
            + left.condition()
            + " "
            + operator
            + " "
            + right.condition()
            + ")");
  }

  /** A subscription lasts longer than a day. */
  @Test
  void whatFollowsTheClockIsNotDecidedHere() throws SQLException {
    Prepared prepared = prepared(18);
    for (String filter : List.of("d=eq.today", "ts=gte.Yesterday", "tz=lt.now", "ti=gt.now")) {
      assertThat(rule(prepared, filter)).as(filter).isInstanceOf(RowRule.Sql.class);
    }
    assertThat(rule(prepared, "t=eq.today")).isInstanceOf(RowRule.InMemory.class);
  }

  @Test
  void equalitiesAreFoundByTheTextThatTheLogPrints() throws SQLException {
    Prepared prepared = prepared(18);
    int i4 = prepared.rows().shape().indexOf("i4");
    int u = prepared.rows().shape().indexOf("u");
    assertThat(anyOf(prepared, "i4=eq.%2007")).containsExactly(new Equality(i4, "7"));
    assertThat(anyOf(prepared, "u=eq.A0EEBC999C0B4EF8BB6D6BB9BD380A11"))
        .containsExactly(new Equality(u, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
    assertThat(anyOf(prepared, "i4=in.(1,2)&n=gt.0"))
        .containsExactly(new Equality(i4, "1"), new Equality(i4, "2"));
    assertThat(anyOf(prepared, "or=(i4.eq.1,u.is.null)")).isEmpty();
    assertThat(anyOf(prepared, "or=(i4.eq.1,and(i4.eq.2,n.gt.0))"))
        .containsExactly(new Equality(i4, "1"), new Equality(i4, "2"));
    assertThat(anyOf(prepared, "i4=not.eq.1")).isEmpty();
    assertThat(anyOf(prepared, "i4=neq.1")).isEmpty();
    assertThat(anyOf(prepared, "n=eq.1")).isEmpty();
  }

  private static List<Equality> anyOf(Prepared prepared, String filter) {
    return ((RowRule.InMemory) rule(prepared, filter)).anyOf();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing=eq.1 | 42703 | column items.nothing does not exist",
        "i4=eq.x | 22P02 | invalid input syntax for type integer: \"x\"",
        "i4=in.(1,99999999999) | 22003 | value \"99999999999\" is out of range for type integer",
        "i4=like.1 | 42883 | operator does not exist: integer ~~ unknown",
        "i4=is.true | 42804 | argument of IS TRUE must be type boolean, not type integer",
        "m=eq.mad | 22P02 | invalid input value for enum public.mood: \"mad\""
      })
  void whatARequestWouldBeRefusedForIsRefusedWhenSubscribing(
      String filter, String code, String message) throws SQLException {
    Prepared prepared = prepared(18);
    assertThatThrownBy(() -> rule(prepared, filter))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.error().code()).isEqualTo(code);
              assertThat(refusal.error().message()).isEqualTo(message);
            });
  }

  private static List<String> values(String column, String operator) {
    return switch (operator) {
      case "like", "ilike" -> PATTERNS;
      case "in" -> List.of(VALUES.get(column).get(0), VALUES.get(column).get(1));
      default -> VALUES.get(column);
    };
  }

  private static String condition(String column, String operator, String value) {
    return operator.equals("in")
        ? column + " IN (" + quoted(value) + ", " + quoted(VALUES.get(column).get(0)) + ")"
        : column + " " + SQL.get(operator) + " " + quoted(value);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String list(String value, String other) {
    return "(\"" + escaped(value) + "\",\"" + escaped(other) + "\")";
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Empty where PostgreSQL refuses the condition. */
  private static List<Boolean> expected(Prepared prepared, String condition) {
    List<Boolean> answers = new ArrayList<>();
    try (Statement statement = prepared.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT coalesce(" + condition + ", false) FROM items ORDER BY id")) {
      while (rows.next()) {
        answers.add(rows.getBoolean(1));
      }
      return answers;
    } catch (SQLException refused) {
      return List.of();
    }
  }

  /** At once, or by the first row where PostgreSQL sees the fault only then. */
  private static boolean refused(Prepared prepared, String filter) {
    try {
      decided(prepared, rule(prepared, filter));
      return false;
    } catch (ApiException | SQLException refusal) {
      return true;
    }
  }

  private static RowRule rule(Prepared prepared, String filter) {
    FilterParser parser = new FilterParser(Config.of(Map.of()).limits());
    return prepared
        .rules()
        .of(prepared.rows().shape(), parser.queryString(filter), "postgres")
        .rule();
  }

  @Test
  void whatMustHoldBesideAConditionThatIsAskedForIsDecidedHere() throws SQLException {
    Prepared prepared = prepared(18);
    int i4 = prepared.rows().shape().indexOf("i4");
    for (String filter :
        List.of(
            "i4=eq.7&t=ilike.a*",
            "i4=eq.7&not.and=(t.ilike.a*,b.is.true)",
            "or=(and(i4.eq.7,t.ilike.a*),and(i4.eq.7,j->>a.eq.1))")) {
      RowRule.Sql rule = (RowRule.Sql) rule(prepared, filter);
      assertThat(rule.necessary().anyOf()).as(filter).contains(new Equality(i4, "7"));
      List<Boolean> asked = decided(prepared, rule);
      List<Boolean> here = decided(prepared, rule.necessary());
      for (int row = 0; row < asked.size(); row++) {
        assertThat(here.get(row) || !asked.get(row)).as(filter + " of row " + row).isTrue();
      }
    }
    assertThat(((RowRule.Sql) rule(prepared, "or=(i4.eq.7,t.ilike.a*)")).necessary().anyOf())
        .isEmpty();
  }

  private static List<Boolean> decided(Prepared prepared, RowRule rule) throws SQLException {
    return switch (rule) {
      case RowRule.All all -> prepared.rows().images().stream().map(image -> true).toList();
      case RowRule.None none -> prepared.rows().images().stream().map(image -> false).toList();
      case RowRule.InMemory here ->
          prepared.rows().images().stream().map(image -> tested(here, image)).toList();
      case RowRule.Sql sql -> asked(prepared.connection(), sql.condition());
    };
  }

  /** The index must not lose a row that the predicate lets through. */
  private static boolean tested(RowRule.InMemory rule, Tuple image) {
    boolean visible = rule.predicate().test(image);
    if (visible && !rule.anyOf().isEmpty()) {
      assertThat(rule.anyOf())
          .anyMatch(equality -> equality.text().equals(image.text(equality.column())));
    }
    return visible;
  }

  private static List<Boolean> asked(Connection connection, SqlFragment condition)
      throws SQLException {
    String sql = "SELECT coalesce(" + condition.text() + ", false) FROM public.items ORDER BY id";
    List<Boolean> answers = new ArrayList<>();
    try (Statement path = connection.createStatement();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      path.execute("SET search_path TO pg_catalog");
      for (int index = 0; index < condition.parameters().size(); index++) {
        statement.setString(index + 1, ((Bind.Text) condition.parameters().get(index)).value());
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answers.add(rows.getBoolean(1));
        }
      } finally {
        path.execute("SET search_path TO public");
      }
    }
    return answers;
  }
}
