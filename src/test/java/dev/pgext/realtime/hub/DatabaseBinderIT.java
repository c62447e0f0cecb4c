package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.CatalogLoader;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observation;
import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.pg.connect.ConnectionEnvironment;
import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.row.ExoticValues;
import dev.pgext.realtime.row.FilterRules;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.row.TypeRegistry;
import dev.pgext.realtime.visibility.PolicyVisibility;
import dev.pgext.realtime.visibility.Viewer;
import dev.pgext.realtime.visibility.ViewerSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of a binding when its table is described again, and what is not. */
class DatabaseBinderIT {
  private static final QualifiedName NOTES = new QualifiedName("api", "notes");
  private static final Viewer ALICE = viewer("alice");

  /** The role's facts, and the types that somebody created. */
  private static final int QUESTIONS = 2;

  private final Config config = Config.of(Map.of("db-schemas", "api", "db-pool", "1"));
  private final AtomicInteger questions = new AtomicInteger();
  private TestDatabase database;
  private ConnectionPool pool;
  private DatabaseBinder binder;
  private TableReader reader;
  private volatile Catalog catalog;
  private volatile RoleSettings roles = new RoleSettings(Map.of());
  private int generation;

  private static Viewer viewer(String name) {
    return new Viewer("binder_reader", "{\"sub\":\"" + name + "\"}");
  }

  @BeforeEach
  void prepare() throws SQLException {
    database = TestPostgres.pg18().createDatabase();
    database.execute(
        """
        DO $$ BEGIN CREATE ROLE binder_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA api;
        GRANT USAGE ON SCHEMA api TO binder_reader;
        CREATE TYPE api.pair AS (a int, b int);
        CREATE COLLATION api.anycase
          (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE TABLE api.members (name text);
        CREATE TABLE api.notes (id int PRIMARY KEY, owner text, pairs api.pair[]);
        ALTER TABLE api.notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON api.notes USING (
          owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
        GRANT SELECT ON api.notes, api.members TO binder_reader;
        """);
    ConnectionTarget target =
        ConnectionTarget.parse(
            database.uri(), new ConnectionEnvironment(Map.of(), Path.of("/nonexistent"), "nobody"));
    pool =
        new ConnectionPool(
            new Connector(target, config.database()),
            config.database().pool(),
            observation -> {
              if (observation instanceof Observation.PoolRequested) {
                questions.incrementAndGet();
              }
            });
    reader = new TableReader(pool);
    loadCatalog();
    TypeRegistry types = new TypeRegistry(pool::use);
    binder =
        new DatabaseBinder(
            () -> config,
            pool,
            new RestRead(() -> new RestRead.Snapshots(config, roles, catalog)),
            new PolicyVisibility(
                pool, () -> ViewerSettings.of(config, roles, Duration.ofSeconds(60))),
            new DatabaseBinder.Printing(
                types,
                new FilterRules(pool::use, types, () -> catalog),
                new ExoticValues(pool::use, List.of())));
  }

  private void loadCatalog() throws SQLException {
    try (Connection connection = database.connect()) {
      catalog = CatalogLoader.load(connection, config);
    }
  }

  @AfterEach
  void close() {
    pool.close();
  }

  /** As the log describes the table now, once more. */
  private TableDescription described() {
    TableDescription found = reader.read(NOTES, "none").orElseThrow().table();
    TableShape shape = found.shape();
    TableShape again =
        new TableShape(shape.oid(), shape.name(), shape.identity(), shape.columns(), ++generation);
    binder.forget(again);
    return found.withShape(again);
  }

  private static Interest interest(Viewer viewer, @Nullable String filter) {
    return new Interest(
        viewer,
        NOTES,
        EnumSet.allOf(Change.Operation.class),
        filter,
        List.of(),
        Transitions.VIEW,
        false,
        new Encoder());
  }

  private Binding bind(Interest interest, @Nullable Binding earlier) {
    return binder.bind(described(), interest, earlier);
  }

  @Test
  void aDescriptionThatSaysTheSameAsksNothingOfFiltersAndViewers() {
    List<Interest> interests =
        IntStream.range(0, 50)
            .mapToObj(each -> interest(viewer("u" + each), "id=eq." + each))
            .toList();
    TableDescription first = described();
    List<Binding> bindings =
        interests.stream().map(interest -> binder.bind(first, interest, null)).toList();
    database.execute("INSERT INTO api.notes VALUES (1, 'u1'); ANALYZE");
    database.execute("CREATE INDEX ON api.notes (owner)");
    TableDescription again = described();

    questions.set(0);
    for (int index = 0; index < 50; index++) {
      Binding earlier = bindings.get(index);
      Binding fresh = binder.bind(again, interests.get(index), earlier);
      assertThat(fresh.shape()).isSameAs(again.shape());
      assertThat(fresh.filter()).isSameAs(earlier.filter());
      assertThat(fresh.access()).isSameAs(earlier.access());
      assertThat(sees(fresh, index, "u" + index)).isTrue();
      assertThat(sees(fresh, index, "another")).isFalse();
      assertThat(sees(fresh, -1, "u" + index)).isFalse();
    }
    assertThat(questions).hasValueLessThanOrEqualTo(QUESTIONS);
  }

  private static boolean sees(Binding binding, int id, String owner) {
    Tuple row = Tuple.of(Integer.toString(id), owner, null);
    return inMemory(binding.access().rule()).predicate().test(row)
        && inMemory(binding.filter().rule()).predicate().test(row);
  }

  private static RowRule.InMemory inMemory(RowRule rule) {
    return (RowRule.InMemory) rule;
  }

  @Test
  void aPolicyThatReadsOtherwiseIsRead() {
    Binding earlier = bind(interest(ALICE, null), null);
    for (String change :
        List.of(
            "ALTER POLICY own ON api.notes USING (owner = 'bob')",
            "CREATE POLICY more ON api.notes USING (id = 7)",
            "CREATE POLICY less ON api.notes AS RESTRICTIVE USING (id < 7)",
            "DROP POLICY more ON api.notes",
            "ALTER POLICY own ON api.notes USING (owner IN (SELECT name FROM api.members))",
            // Nothing of the table itself.
            "ALTER TABLE api.members RENAME TO people",
            "ALTER TABLE api.notes DISABLE ROW LEVEL SECURITY")) {
      database.execute(change);
      Binding fresh = bind(interest(ALICE, null), earlier);
      assertThat(fresh.access().rule()).as(change).isNotEqualTo(earlier.access().rule());
      earlier = fresh;
    }
    assertThat(earlier.access().rule()).isInstanceOf(RowRule.All.class);
  }

  @Test
  void grantsHoldAtOnce() {
    Binding earlier = bind(interest(ALICE, null), null);
    database.execute(
        "REVOKE SELECT ON api.notes FROM binder_reader;"
            + " GRANT SELECT (id, owner) ON api.notes TO binder_reader");
    Binding fewer = bind(interest(ALICE, null), earlier);
    assertThat(fewer.columns()).containsExactly(0, 1);
    database.execute("REVOKE ALL ON api.notes FROM binder_reader");
    assertThatThrownBy(() -> bind(interest(ALICE, null), fewer)).isInstanceOf(ApiException.class);
  }

  @Test
  void aFilterIsMadeAnewWhereItsColumnsAreOthers() throws Exception {
    Interest interest = interest(ALICE, "owner=eq.a");
    Binding earlier = bind(interest, null);
    for (String change :
        List.of(
            "ALTER TABLE api.notes ALTER COLUMN owner TYPE text COLLATE api.anycase",
            "ALTER TABLE api.notes ALTER COLUMN owner TYPE text COLLATE \"default\"",
            "ALTER TYPE api.pair ADD ATTRIBUTE c int",
            "ALTER TABLE api.notes ADD COLUMN first int",
            "ALTER TABLE api.notes DROP COLUMN pairs")) {
      // A policy's column cannot get another type.
      database.execute("DROP POLICY IF EXISTS own ON api.notes");
      database.execute(change);
      Binding fresh = bind(interest, earlier);
      assertThat(fresh.filter()).as(change).isNotSameAs(earlier.filter());
      assertThat(fresh.filter().rule() instanceof RowRule.Sql)
          .as(change)
          .isEqualTo(change.endsWith("anycase"));
      earlier = fresh;
    }
    assertThat(bind(interest, earlier).filter()).isSameAs(earlier.filter());
    loadCatalog();
    assertThat(bind(interest, earlier).filter()).isNotSameAs(earlier.filter());
  }

  /** Those who come get the table's shape from the catalogs, which number no generations. */
  @Test
  void aFilterOfThoseBeforeServesNewcomersOnlyWhereTheColumnsAreTheSame() {
    Interest interest = interest(ALICE, "owner=eq.a");
    database.execute("DROP POLICY own ON api.notes");
    TableDescription table = reader.read(NOTES, "none").orElseThrow().table();
    RowRule before = binder.bind(table, interest, null).filter().rule();
    assertThat(before).isInstanceOf(RowRule.InMemory.class);
    assertThat(binder.bind(table, interest, null).filter().rule()).isSameAs(before);
    database.execute("ALTER TABLE api.notes ALTER COLUMN owner TYPE text COLLATE api.anycase");
    binder.forget(table.shape());
    assertThat(reader.read(NOTES, "none").orElseThrow().table()).isEqualTo(table);
    assertThat(binder.bind(table, interest, null).filter().rule()).isInstanceOf(RowRule.Sql.class);
  }

  /** Columns that changed places before any row did. */
  @Test
  void whatWasReadForOtherColumnsServesNobody() {
    database.execute("DROP POLICY own ON api.notes; CREATE POLICY own ON api.notes USING (true)");
    TableDescription table = reader.read(NOTES, "none").orElseThrow().table();
    database.execute(
        "REVOKE SELECT ON api.notes FROM binder_reader;"
            + " GRANT SELECT (id, pairs) ON api.notes TO binder_reader");
    assertThat(binder.bind(table, interest(ALICE, null), null).columns()).containsExactly(0, 2);
    database.execute("ALTER TABLE api.notes DROP COLUMN id");
    TableDescription other = reader.read(NOTES, "none").orElseThrow().table();
    assertThat(binder.bind(other, interest(ALICE, null), null).columns()).containsExactly(1);
  }

  /** Settings of requests are grounds, too. */
  @Test
  void whatAViewerSeesIsFoundAnewUnderOtherSettings() {
    Binding earlier = bind(interest(ALICE, null), null);
    roles = new RoleSettings(Map.of("other", new RoleSettings.Role(List.of(), "")));
    assertThat(bind(interest(ALICE, null), earlier).access()).isNotSameAs(earlier.access());
  }

  private record Encoder() implements EventEncoder {
    @Override
    public Frame row(RowEvent event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Frame truncated(TableShape table, Cursor cursor, Instant committedAt) {
      return null;
    }

    @Override
    public @Nullable Frame resync(long epoch, Cursor cursor, String reason) {
      return null;
    }
  }
}
