package dev.pgext.realtime.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import dev.pgext.realtime.row.Equality;
import dev.pgext.realtime.row.RowRule;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may see what, for policies and grants of every kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyVisibilityIT {
  private static final Viewer ALICE = new Viewer("watch_alice", "{\"sub\":\"alice\"}");
  private static final Viewer BOB = new Viewer("watch_bob", "{\"sub\":\"bob\"}");
  private static final Viewer LONER = new Viewer("watch_loner", "{\"sub\":\"alice\"}");
  private static final Viewer BYPASS = new Viewer("watch_bypass", "{}");

  private final Watched watched = new Watched(TestPostgres.pg18().createDatabase());

  @BeforeAll
  void createRoles() {
    watched.database.execute(Watched.ROLES);
  }

  @AfterAll
  void close() {
    watched.close();
  }

  private TableShape table(String name, String definition) {
    watched.database.execute(definition.replace("$T", "api." + name));
    return watched.shape("api." + name);
  }

  @Test
  void aTableWithoutSelectIsDenied() {
    TableShape table = table("denied", "CREATE TABLE $T (id int)");
    Access access = watched.visibility.access(table, ALICE);
    assertThat(access.denied()).isTrue();
    assertThat(access.rule()).isInstanceOf(RowRule.None.class);
  }

  /** It may be what is being forgotten while somebody shows it. */
  @Test
  void whatIsKeptIsNotRemembered() {
    TableShape table =
        table(
            "kept",
            """
            CREATE TABLE $T (id int, owner text);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON $T
              USING (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
            GRANT SELECT ON $T TO PUBLIC;
            """);
    Access earlier = watched.visibility.access(table, ALICE);
    assertThat(watched.visibility.access(table, ALICE)).isSameAs(earlier);
    watched.visibility.forgetAll();
    assertThat(watched.visibility.access(table, ALICE, earlier)).isSameAs(earlier);
    assertThat(watched.visibility.access(table, ALICE)).isNotSameAs(earlier);
  }

  @Test
  void aSchemaWithoutUsageIsDenied() {
    watched.database.execute(
        "CREATE SCHEMA hidden; CREATE TABLE hidden.t (id int); GRANT SELECT ON hidden.t TO PUBLIC");
    assertThat(watched.visibility.access(watched.shape("hidden.t"), ALICE).denied()).isTrue();
  }

  @Test
  void aTableWithoutRowSecurityIsSeenInTheGrantedColumns() {
    TableShape table =
        table(
            "columns",
            "CREATE TABLE $T (a int, b int, c int); GRANT SELECT (a, c) ON $T TO watch_group");
    assertThat(watched.visibility.access(table, ALICE).columns()).containsExactly(0, 2);
    assertThat(watched.visibility.access(table, ALICE).rule()).isInstanceOf(RowRule.All.class);
    assertThat(watched.visibility.access(table, LONER).denied()).isTrue();
    assertThat(watched.visibility.access(table, BOB).denied()).isTrue();
  }

  @Test
  void withoutAPermissivePolicyNobodyButThoseWhoBypassSeesARow() {
    TableShape table =
        table(
            "unpermitted",
            """
            CREATE TABLE $T (id int);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY narrow ON $T AS RESTRICTIVE USING (true);
            GRANT SELECT ON $T TO PUBLIC""");
    assertThat(watched.sees(table, ALICE, "1")).isFalse();
    assertThat(watched.sees(table, BYPASS, "1")).isTrue();
  }

  @Test
  void aGroupsPoliciesAreForMembersThatInherit() {
    TableShape table =
        table(
            "grouped",
            """
            CREATE TABLE $T (id int);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON $T TO watch_group USING (id > 1);
            GRANT SELECT ON $T TO PUBLIC""");
    assertThat(watched.sees(table, ALICE, "2")).isTrue();
    assertThat(watched.sees(table, ALICE, "1")).isFalse();
    assertThat(watched.sees(table, LONER, "2")).isFalse();
    assertThat(watched.sees(table, BOB, "2")).isFalse();
  }

  @Test
  void theOwnerIsHeldToPoliciesOnlyByForce() {
    Viewer owner = new Viewer("watch_owner", "{}");
    String definition =
        """
        CREATE TABLE $T (id int);
        ALTER TABLE $T OWNER TO watch_owner;
        ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON $T USING (id > 1);
        """;
    TableShape free = table("free", definition);
    TableShape forced = table("forced", definition + "ALTER TABLE $T FORCE ROW LEVEL SECURITY");
    assertThat(watched.sees(free, owner, "1")).isTrue();
    assertThat(watched.sees(forced, owner, "1")).isFalse();
    assertThat(watched.sees(forced, owner, "2")).isTrue();
  }

  @Test
  void aSubqueryIsAskedOfPostgresUnderTheViewersClaims() {
    TableShape table =
        table(
            "projects",
            """
            CREATE TABLE api.members (project int, member text);
            INSERT INTO api.members VALUES (1, 'alice'), (2, 'bob');
            CREATE TABLE $T (id int, name text, tags text[]);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY mine ON $T USING (EXISTS (SELECT FROM api.members m
              WHERE m.project = projects.id
                AND m.member = current_setting('request.jwt.claims', true)::json ->> 'sub'));
            GRANT SELECT ON $T, api.members TO PUBLIC""");
    assertThat(watched.sees(table, ALICE, "1", "x", null)).isTrue();
    assertThat(watched.sees(table, ALICE, "2", "x", null)).isFalse();
    assertThat(watched.sees(table, BOB, "2", "x", null)).isTrue();
  }

  @Test
  void valuesArriveExactly() {
    TableShape table =
        table(
            "exact",
            """
            CREATE TYPE api.pair AS (a text, b int);
            CREATE TABLE $T (t text, a text[], b box, p api.pair, j json, e bytea, f float8);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY all_of ON $T USING (t = E'a"\\\\b,{}''?' AND a[2] = 'x,"y' AND area(b) = 1
              AND (p).b = 7 AND j::text = '{"a": 1,  "b":2}' AND e = '\\x00ff' AND f = 0.1
              AND j::jsonb ? 'a');
            GRANT SELECT ON $T TO PUBLIC""");
    String[] image = {
      "a\"\\b,{}'?",
      "{NULL,\"x,\\\"y\"}",
      "(1,1),(0,0)",
      "(\"q\"\"\",7)",
      "{\"a\": 1,  \"b\":2}",
      "\\x00ff",
      "0.1"
    };
    assertThat(watched.decision(table, ALICE, image)).isEqualTo(new Decision.Visible());
    image[5] = "\\x00fe";
    assertThat(watched.sees(table, ALICE, image)).isFalse();
  }

  @Test
  void generatedColumnsAreComputedAndRowsArePassedWhole() {
    TableShape table =
        table(
            "computed",
            """
            CREATE TABLE $T (id int, gone int, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL,
              thrice int GENERATED ALWAYS AS (id * 3) STORED, note text);
            ALTER TABLE $T DROP COLUMN gone;
            CREATE FUNCTION api.good(r $T) RETURNS bool LANGUAGE plpgsql STABLE
              AS $$ BEGIN RETURN r.thrice = 9 AND r.note = 'n'; END $$;
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON $T USING (twice = 6 AND api.good(computed));
            GRANT SELECT ON $T TO PUBLIC""");
    assertThat(watched.sees(table, ALICE, "3", "n")).isTrue();
    assertThat(watched.sees(table, ALICE, "3", "m")).isFalse();
    assertThat(watched.sees(table, ALICE, "4", "n")).isFalse();
  }

  @Test
  void functionsSeeTheSearchPathOfRequests() {
    TableShape table =
        table(
            "pathed",
            """
            SET search_path = api;
            CREATE TABLE api.allowed (id int);
            INSERT INTO api.allowed VALUES (1);
            CREATE FUNCTION api.is_allowed(wanted int) RETURNS bool LANGUAGE sql STABLE
              AS 'SELECT EXISTS (SELECT FROM allowed WHERE id = wanted)';
            CREATE TABLE $T (id int);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON $T USING (api.is_allowed(id));
            GRANT SELECT ON $T, api.allowed TO PUBLIC""");
    assertThat(watched.sees(table, ALICE, "1")).isTrue();
    assertThat(watched.sees(table, ALICE, "2")).isFalse();
  }

  @Test
  void aPolicyThatReadsASystemColumnIsRefused() {
    TableShape table =
        table(
            "versioned",
            """
            CREATE TABLE $T (id int);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON $T USING (xmin::text <> '0');
            GRANT SELECT ON $T TO PUBLIC""");
    assertThatThrownBy(() -> watched.visibility.access(table, ALICE))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.error().code()).isEqualTo("0A000"));
  }

  @Test
  void anImageWithoutWhatARuleReadsIsHidden() {
    String definition =
        """
        CREATE TABLE $T (id int PRIMARY KEY, owner text, n int);
        ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON $T USING (n + 1 > 0);
        GRANT SELECT ON $T TO PUBLIC""";
    table("keyed", definition);
    TableShape table = watched.shape("api.keyed", ReplicaIdentity.DEFAULT);
    assertThat(watched.visibility.access(table, ALICE).keyDecides()).isFalse();
    assertThat(watched.visibility.access(watched.shape("api.keyed"), ALICE).keyDecides()).isTrue();
  }

  private RowRule rule(String name, Viewer viewer, String condition) {
    TableShape table =
        table(
            name,
            """
            CREATE TABLE $T (id int, owner uuid, name varchar, org text, open bool, big bigint);
            ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
            GRANT SELECT ON $T TO PUBLIC;
            CREATE POLICY p ON $T USING (%s)"""
                .formatted(condition));
    return watched.visibility.access(table, viewer).rule();
  }

  private static final String UID = "11111111-2222-3333-4444-555555555555";

  private static final Viewer USER =
      new Viewer(
          "watch_alice",
          "{\"sub\":\"%s\",\"n\":7,\"org\":{\"id\":\"x\"},\"orgs\":[\"x\",\"y\"],\"role\":\"r\"}"
              .formatted(UID));

  private void assertIndexed(String condition, Equality... equalities) {
    RowRule rule = rule("indexed_" + tables++, USER, condition);
    assertThat(rule).as(condition).isInstanceOf(RowRule.InMemory.class);
    assertThat(((RowRule.InMemory) rule).anyOf())
        .as(condition)
        .containsExactlyInAnyOrder(equalities);
  }

  private int tables;

  @Test
  void equalityOfColumnsAndClaimsIsDecidedHere() {
    String claims = "current_setting('request.jwt.claims', true)";
    watched.database.execute(
        """
        CREATE SCHEMA auth; GRANT USAGE ON SCHEMA auth TO PUBLIC;
        CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
          select coalesce(
            nullif(current_setting('request.jwt.claim.sub', true), ''),
            (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))::uuid
        $$;
        CREATE FUNCTION auth.claim(name text) RETURNS text LANGUAGE sql STABLE
          RETURN current_setting('request.jwt.claims', true)::jsonb ->> name;
        """);
    Equality mine = new Equality(1, UID);
    assertIndexed("owner = (" + claims + "::json ->> 'sub')::uuid", mine);
    assertIndexed("(" + claims + "::jsonb ->> 'sub')::uuid = owner", mine);
    assertIndexed("owner::text = " + claims + "::jsonb ->> 'sub'", mine);
    assertIndexed("owner = auth.uid()", mine);
    assertIndexed("owner = (SELECT auth.uid())", mine);
    assertIndexed("(SELECT auth.uid() AS uid) = owner AND open", mine);
    assertIndexed("org = auth.claim('sub') OR owner = auth.uid()", mine, new Equality(3, UID));
    assertIndexed("id = (" + claims + "::json ->> 'n')::int", new Equality(0, "7"));
    assertIndexed("big = (" + claims + "::json ->> 'n')::int", new Equality(5, "7"));
    assertIndexed("id = (" + claims + "::json ->> 'n')::bigint", new Equality(0, "7"));
    assertIndexed("org = " + claims + "::json -> 'org' ->> 'id'", new Equality(3, "x"));
    assertIndexed("name = " + claims + "::json #>> '{org,id}'", new Equality(2, "x"));
    assertIndexed("open", new Equality(4, "t"));
    assertIndexed("open = true AND (id IS NOT NULL)", new Equality(4, "t"));
    assertIndexed("NOT open");
    assertIndexed("name = current_user", new Equality(2, "watch_alice"));
    Equality[] both = {new Equality(3, "x"), new Equality(3, "y")};
    String orgs = claims + "::jsonb -> 'orgs'";
    assertIndexed("org = ANY (ARRAY(SELECT jsonb_array_elements_text(" + orgs + ")))", both);
    assertIndexed("org IN (SELECT jsonb_array_elements_text(" + orgs + "))", both);
    assertIndexed("org IN (SELECT e FROM jsonb_array_elements_text(" + orgs + ") AS e)", both);
    assertIndexed("(" + orgs + ") ? org", both);
    assertIndexed("org IN ('x', 'y')", both);
    assertIndexed("name IN ('x', 'y')", new Equality(2, "x"), new Equality(2, "y"));
    assertIndexed("id = ANY ('{1,2,NULL}'::int[])", new Equality(0, "1"), new Equality(0, "2"));
  }

  @Test
  void whatIsNotEqualityIsLeftToPostgres() {
    List<String> conditions =
        List.of(
            "id < 7",
            "org LIKE 'x'",
            "lower(org) = 'x'",
            "org = 'x' COLLATE \"C\" AND id < 3",
            "now() > '2020-01-01'",
            "org = current_setting('search_path')",
            "org = now()::text",
            "EXISTS (SELECT FROM pg_class WHERE relname = org)",
            "org IN (SELECT relname::text FROM pg_class)",
            "owner = 'x'::uuid OR id / 0 = 1",
            "CASE WHEN open THEN id = 1 END",
            "open::text = 'true'",
            "id::smallint = 3::smallint");
    for (String condition : conditions) {
      assertThat(rule("sql_" + tables++, USER, condition.replace("'x'::uuid", "gen_random_uuid()")))
          .as(condition)
          .isInstanceOf(RowRule.Sql.class);
    }
  }

  @Test
  void whatClaimsDecideAloneIsAllOrNone() {
    String role = "current_setting('request.jwt.claims', true)::json ->> 'role'";
    assertThat(rule("all_role", USER, role + " = 'r'")).isInstanceOf(RowRule.All.class);
    assertThat(rule("no_role", USER, role + " = 's'")).isInstanceOf(RowRule.None.class);
    assertThat(rule("null_role", USER, "org = current_setting('request.jwt.claim.x', true)"))
        .isInstanceOf(RowRule.None.class);
  }

  @Test
  void aClaimThatIsNotOfTheTypeRaisesAsItDoesInPostgres() {
    String condition =
        "org = 'free' OR owner = (current_setting('request.jwt.claims')::json ->> 'sub')::uuid";
    Viewer odd = new Viewer("watch_alice", "{\"sub\":\"abc\"}");
    assertThat(rule("odd", odd, condition)).isInstanceOf(RowRule.Sql.class);
    TableShape table = watched.shape("api.odd");
    // As a SELECT does, since PostgreSQL looks at the claim before it looks at rows.
    assertThat(watched.decision(table, odd, "1", UID, null, "free", null, null))
        .isInstanceOf(Decision.Failed.class);
    assertThat(watched.decision(table, odd, "1", UID, null, "x", null, null))
        .isInstanceOfSatisfying(
            Decision.Failed.class, failed -> assertThat(failed.error().code()).isEqualTo("22P02"));
    assertThat(watched.sees(table, USER, "1", UID, null, "x", null, null)).isTrue();
  }

  private static final String SECRET_POLICY =
      """
      ALTER TABLE $T ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON $T USING (secret.good(id, team));
      GRANT SELECT ON $T TO PUBLIC""";

  private void createSecret() {
    watched.database.execute(
        """
        CREATE SCHEMA IF NOT EXISTS secret;
        REVOKE USAGE ON SCHEMA secret FROM PUBLIC;
        CREATE OR REPLACE FUNCTION secret.good(id int, team text) RETURNS bool
          LANGUAGE plpgsql STABLE SECURITY DEFINER
          AS $$ BEGIN
            RETURN team = current_setting('request.jwt.claims')::json ->> 'sub'; END $$""");
  }

  @Test
  void aPolicyOfASchemaThatTheRoleMayNotUseIsAskedAboutThePresentRows() {
    createSecret();
    TableShape table =
        table(
            "secretive",
            "CREATE TABLE $T (id int PRIMARY KEY, team text, note json);"
                + " INSERT INTO $T VALUES (1, 'alice', '{}'), (2, 'bob', '{}'), (3, 'alice', '{}');"
                + SECRET_POLICY);
    Viewer alice = new Viewer("watch_alice", "{\"sub\":\"alice\"}");
    assertThat(watched.visibility.access(table, alice).ofPresentRows()).isTrue();
    assertThat(watched.sees(table, alice, "1", "alice", "{}")).isTrue();
    assertThat(watched.sees(table, alice, "1", "alice", "{\"was\": \"before\"}")).isTrue();
    assertThat(watched.sees(table, alice, "2", "bob", "{}")).isFalse();
    assertThat(watched.sees(table, alice, "2", "alice", "{}")).as("it is bob's now").isFalse();
    assertThat(watched.sees(table, alice, "3", "ALICE", "{}")).as("it was another").isFalse();
    assertThat(watched.sees(table, alice, "4", "alice", "{}")).as("it is gone").isFalse();
    assertThat(watched.sees(table, alice, "3", null, "{}")).isFalse();
    watched.database.execute("GRANT USAGE ON SCHEMA secret TO PUBLIC");
    watched.visibility.forgetAll();
    assertThat(watched.visibility.access(table, alice).ofPresentRows()).isFalse();
    assertThat(watched.sees(table, alice, "4", "alice", "{}")).isTrue();
  }

  @Test
  void withoutAKeyAPolicyOfASchemaThatTheRoleMayNotUseSaysWhatToGrant() {
    createSecret();
    TableShape table = table("keyless", "CREATE TABLE $T (id int, team text);" + SECRET_POLICY);
    assertThat(watched.decision(table, ALICE, "1", "alice"))
        .isInstanceOfSatisfying(
            Decision.Failed.class,
            failed -> {
              assertThat(failed.error().message()).endsWith("permission denied for schema secret");
              assertThat(failed.error().hint()).startsWith("Grant USAGE on the schema");
            });
  }

  @Test
  void aFunctionThatTheRoleMayNotCallRaisesAlsoWhereItMayNotNameIt() {
    createSecret();
    TableShape table =
        table(
            "barred",
            "CREATE TABLE $T (id int PRIMARY KEY, team text); INSERT INTO $T VALUES (1, 'alice');"
                + SECRET_POLICY
                    .replace("good", "barred")
                    .replace("ALTER TABLE $T ENABLE", BARRED + "ALTER TABLE $T ENABLE"));
    assertThat(watched.decision(table, ALICE, "1", "alice"))
        .isInstanceOfSatisfying(
            Decision.Failed.class, failed -> assertThat(failed.error().code()).isEqualTo("42501"));
  }

  private static final String BARRED =
      """
      CREATE FUNCTION secret.barred(id int, team text) RETURNS bool LANGUAGE sql AS 'SELECT true';
      REVOKE EXECUTE ON FUNCTION secret.barred FROM PUBLIC;
      """;
}
