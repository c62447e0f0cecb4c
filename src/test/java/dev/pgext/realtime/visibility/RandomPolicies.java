package dev.pgext.realtime.visibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws tables, policies, rows and viewers: few values, so that they often meet. */
final class RandomPolicies {
  private static final String CLAIMS = "current_setting('request.jwt.claims', true)";

  static final List<String> COLUMNS =
      List.of(
          "id", "owner", "uid", "num", "big", "flag", "label", "mood", "tags", "doc", "amount",
          "day");

  private static final List<String> ROLES =
      List.of(
          "PUBLIC",
          "watch_group",
          "watch_alice",
          "watch_bob",
          "watch_loner",
          "watch_owner",
          "watch_group, watch_bob");

  private static final List<String> NAMES = List.of("a", "b", "c", "watch_alice");

  /** What policies are made of; each {@code $n} is drawn anew. */
  private static final List<String> ATOMS =
      List.of(
          "owner = ($c::json ->> 'sub')",
          "($c::jsonb ->> 'sub') = owner",
          "owner = (SELECT $c::jsonb ->> 'sub')",
          "uid = ($c::json ->> 'uid')::uuid",
          "uid = auth.uid()",
          "uid = (SELECT auth.uid())",
          "uid::text = $c::json ->> 'uid'",
          "owner = auth.claim('sub')",
          "num = ($c::json ->> 'n')::int",
          "big = ($c::jsonb ->> 'n')::int",
          "num = ($c::jsonb ->> 'n')::bigint",
          "num <> ($c::jsonb ->> 'n')::bigint",
          "label = ($c::jsonb ->> 'sub')",
          "label <> '$n'",
          "owner = '$n'",
          "owner IN ('$n', '$n')",
          "owner NOT IN ('$n', '$n')",
          "num IN (1, 2, NULL)",
          "num NOT IN (1, 2)",
          "num = ANY ('{1,NULL}')",
          "owner = ANY (ARRAY(SELECT jsonb_array_elements_text($c::jsonb -> 'orgs')))",
          "owner IN (SELECT jsonb_array_elements_text($c::jsonb -> 'orgs'))",
          "owner IN (SELECT o FROM jsonb_array_elements_text($c::jsonb -> 'orgs') o)",
          "$c::jsonb -> 'orgs' ? owner",
          "$c::jsonb ? owner",
          "flag",
          "NOT flag",
          "flag = true",
          "flag IS TRUE",
          "flag IS NOT FALSE",
          "flag = ($c::jsonb ->> 'admin')::bool",
          "owner IS NULL",
          "owner IS NOT NULL",
          "mood = 'happy'",
          "mood <> 'sad'",
          "mood IN ('sad', 'happy')",
          "day IS NULL",
          "current_user = 'watch_alice'",
          "owner = current_user",
          "$c::json ->> 'role' = 'admin'",
          "($c::jsonb ->> 'admin')::bool",
          "($c::jsonb -> 'org' ->> 'id') = owner",
          "owner = $c::jsonb #>> '{org,id}'",
          "coalesce(current_setting('request.jwt.claim.sub', true), $c::json ->> 'sub') = owner",
          "true",
          "false",
          "NULL::bool",
          "num > 1",
          "owner LIKE 'a%'",
          "amount > 1.5",
          "amount = 1",
          "tags @> ARRAY['$n']",
          "tags[1] = owner",
          "day > '2021-01-01'",
          "doc ->> 'k' = owner",
          "doc ? '$n'",
          "1 / num > 0",
          "twice = 4",
          "api.whole($t)",
          "api.checked(num)",
          "api.is_member(num)",
          "api.definer(owner)",
          "EXISTS (SELECT FROM api.members m WHERE m.project = num AND m.member = $c::json ->> 'sub')",
          "EXISTS (SELECT FROM api.members m WHERE m.project = $t.num AND m.member = $t.owner)",
          "num IN (SELECT project FROM api.members WHERE member = $c::jsonb ->> 'sub')",
          "num IN (SELECT project FROM api.guarded)",
          "(SELECT count(*) FROM api.members WHERE project = num) > 1",
          "now() > '2020-01-01'");

  /** What all tables' policies refer to. */
  static final String FIXTURE =
      """
      CREATE TYPE api.mood AS ENUM ('happy', 'sad');
      CREATE SCHEMA auth; GRANT USAGE ON SCHEMA auth TO PUBLIC;
      CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
        select coalesce(
          nullif(current_setting('request.jwt.claim.uid', true), ''),
          (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'uid'))::uuid $$;
      CREATE FUNCTION auth.claim(name text) RETURNS text LANGUAGE sql STABLE AS
        $$ select current_setting('request.jwt.claims', true)::jsonb ->> name $$;
      CREATE TABLE api.members (project int, member text);
      INSERT INTO api.members VALUES (1, 'a'), (1, 'b'), (2, 'b'), (2, 'c'), (3, 'a'), (NULL, 'c');
      GRANT SELECT ON api.members TO watch_group, watch_bob, watch_owner;
      CREATE TABLE api.guarded (project int, member text);
      INSERT INTO api.guarded SELECT * FROM api.members;
      ALTER TABLE api.guarded ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON api.guarded USING (member = auth.claim('sub'));
      GRANT SELECT ON api.guarded TO PUBLIC;
      CREATE FUNCTION api.checked(n int) RETURNS bool LANGUAGE plpgsql STABLE AS
        $$ BEGIN RETURN n = length(auth.claim('sub')); END $$;
      CREATE FUNCTION api.is_member(n int) RETURNS bool LANGUAGE sql STABLE AS
        $$ SELECT EXISTS (SELECT FROM api.members WHERE project = n AND member = auth.claim('sub')) $$;
      CREATE FUNCTION api.definer(who text) RETURNS bool LANGUAGE sql STABLE SECURITY DEFINER AS
        $$ SELECT EXISTS (SELECT FROM api.members WHERE member = who) $$;
      """;

  private final Random random;

  RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /**
   * A table.
   *
   * @param definition the statements that make it, its rows, policies and grants
   * @param lazily statements after which PostgreSQL computes a policy when it needs it for a row,
   *     and not to estimate how many rows it lets pass: then what raises is the row, not the query
   */
  record Table(String definition, String lazily) {}

  Table table(String table) {
    List<String> lazily = new ArrayList<>();
    return new Table(definition(table, lazily), String.join(";\n", lazily));
  }

  private String definition(String table, List<String> lazily) {
    List<String> statements = new ArrayList<>(List.of(definition(table), rows(table)));
    if (chance(25)) {
      statements.add(
          "ALTER TABLE %s OWNER TO %s"
              .formatted(table, one(List.of("watch_owner", "watch_group", "watch_bob"))));
    }
    if (chance(90)) {
      statements.add("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY");
    }
    if (chance(30)) {
      statements.add("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
    }
    int policies = random.nextInt(4) + (chance(80) ? 1 : 0);
    for (int policy = 0; policy < policies; policy++) {
      statements.add(policy(table, policy, lazily));
    }
    IntStream.range(0, 1 + random.nextInt(3)).forEach(grant -> statements.add(grant(table)));
    return String.join(";\n", statements);
  }

  private String definition(String table) {
    String columns =
        """
        id int PRIMARY KEY, gone text, owner text, uid uuid, num int, big bigint, flag bool,
        label varchar(20), mood api.mood, tags text[], doc jsonb, amount numeric, day date,
        twice int GENERATED ALWAYS AS (num * 2) STORED""";
    String kind =
        switch (random.nextInt(5)) {
          case 0 ->
              """
              CREATE TABLE $T ($C) PARTITION BY HASH (id);
              CREATE TABLE $T_0 PARTITION OF $T FOR VALUES WITH (modulus 2, remainder 0);
              CREATE TABLE $T_1 PARTITION OF $T FOR VALUES WITH (modulus 2, remainder 1);
              ALTER TABLE $T_0 ENABLE ROW LEVEL SECURITY""";
          case 1 ->
              """
              CREATE TABLE $T ($C); CREATE TABLE $T_0 (more text) INHERITS ($T);
              ALTER TABLE $T_0 ENABLE ROW LEVEL SECURITY;
              INSERT INTO $T_0 (id, owner) VALUES (100, 'a')""";
          default -> "CREATE TABLE $T ($C)";
        };
    String body =
        "CREATE FUNCTION api.whole(r $T) RETURNS bool LANGUAGE plpgsql STABLE AS"
            + " $$ BEGIN RETURN r.num = 2 OR r.owner = 'a' OR r.twice = 6; END $$";
    return (kind + ";\nALTER TABLE $T DROP COLUMN gone;\n" + body)
        .replace("$T", table)
        .replace("$C", columns);
  }

  private String rows(String table) {
    String rows =
        IntStream.range(0, 10).mapToObj(id -> "(" + row(id) + ")").collect(Collectors.joining(","));
    return "INSERT INTO %s (%s) VALUES %s".formatted(table, String.join(", ", COLUMNS), rows);
  }

  private String row(int id) {
    return String.join(
        ", ",
        Integer.toString(id),
        orNull("'" + one(NAMES) + "'"),
        orNull("'" + uid() + "'"),
        orNull(Integer.toString(random.nextInt(4))),
        orNull(Integer.toString(random.nextInt(4))),
        orNull(one(List.of("true", "false"))),
        orNull("'" + one(NAMES) + "'"),
        orNull(one(List.of("'happy'", "'sad'"))),
        orNull(one(List.of("'{a,b}'", "'{}'", "'{c,NULL}'", "'{\"a\\\"b\"}'"))),
        orNull(one(List.of("'{\"k\":\"a\"}'", "'[\"a\",\"b\"]'", "'null'"))),
        orNull(one(List.of("1", "1.00", "2.5", "'NaN'"))),
        orNull(one(List.of("'2020-01-01'", "'2022-01-01'", "'infinity'"))));
  }

  private String orNull(String value) {
    return chance(15) ? "NULL" : value;
  }

  private String uid() {
    return "0000000" + random.nextInt(3) + "-0000-0000-0000-000000000000";
  }

  private String policy(String table, int number, List<String> lazily) {
    String command = one(List.of("ALL", "ALL", "SELECT", "SELECT", "SELECT", "UPDATE"));
    String with = command.equals("ALL") && chance(10) ? "WITH CHECK" : "USING";
    String condition = condition(3).replace("$t", table.substring("api.".length()));
    if (with.equals("USING")) {
      lazily.add(
          "ALTER POLICY p%d ON %s USING (CASE WHEN %s THEN true END)"
              .formatted(number, table, condition));
    }
    return "CREATE POLICY p%d ON %s AS %s FOR %s TO %s %s (%s)"
        .formatted(
            number,
            table,
            chance(70) ? "PERMISSIVE" : "RESTRICTIVE",
            command,
            chance(50) ? "PUBLIC" : one(ROLES),
            with,
            condition);
  }

  /** A condition; {@code $t} stands for the table. */
  private String condition(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(10);
    return switch (kind) {
      case 1, 2 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
      case 3, 4 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
      case 5 -> "NOT (" + condition(depth - 1) + ")";
      case 6 ->
          "(("
              + condition(depth - 1)
              + ") "
              + one(List.of("IS NULL", "IS NOT TRUE", "IS TRUE", "IS NOT UNKNOWN", "IS FALSE"))
              + ")";
      default -> atom();
    };
  }

  private String atom() {
    // The first are those that are decided without PostgreSQL.
    String atom = chance(60) ? ATOMS.get(random.nextInt(46)) : one(ATOMS);
    while (atom.contains("$n")) {
      atom = atom.replaceFirst("\\$n", one(NAMES));
    }
    return "(" + atom.replace("$c", CLAIMS) + ")";
  }

  private String grant(String table) {
    String columns =
        COLUMNS.subList(1, COLUMNS.size()).stream()
            .filter(column -> chance(50))
            .collect(Collectors.joining(", ", "id, ", ""))
            .replaceFirst(", $", "");
    return "GRANT SELECT %s ON %s TO %s"
        .formatted(chance(70) ? "" : "(" + columns + ")", table, one(ROLES));
  }

  Viewer viewer() {
    String role =
        one(
            List.of(
                "watch_alice",
                "watch_bob",
                "watch_loner",
                "watch_owner",
                "watch_bypass",
                "watch_alice",
                "watch_bob"));
    return new Viewer(role, claims());
  }

  private String claims() {
    List<String> claims = new ArrayList<>();
    claims.add("\"sub\":" + one(List.of("\"a\"", "\"b\"", "\"c\"", "null")));
    claims.add("\"uid\":\"" + (chance(95) ? uid() : "abc") + "\"");
    claims.add("\"n\":" + one(List.of("1", "2", "\"3\"", "\"x\"", "null", "1")));
    claims.add(
        "\"orgs\":"
            + one(
                List.of(
                    "[\"a\",\"b\"]", "[]", "[null,\"a\"]", "[1,\"c\"]", "[\"c\"]", "{\"a\":1}")));
    claims.add("\"role\":" + one(List.of("\"admin\"", "\"user\"")));
    claims.add("\"admin\":" + one(List.of("true", "false", "null")));
    claims.add("\"org\":" + one(List.of("{\"id\":\"a\"}", "\"a\"", "{}")));
    return claims.stream().filter(claim -> chance(85)).collect(Collectors.joining(",", "{", "}"));
  }
}
