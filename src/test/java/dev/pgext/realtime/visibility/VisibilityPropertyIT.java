package dev.pgext.realtime.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.PartialImages;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.Tuple;
import dev.pgext.realtime.row.RowRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random policies, rows, roles and claims: what is decided about images is what PostgreSQL returns
 * for SELECT on the table itself.
 */
class VisibilityPropertyIT {
  private static final int VIEWERS = 10;
  private static final int STRESS = 2_050;
  private static final long SEED = Long.getLong("pgext.seed", 20_261_120);
  private static final String FAILED_INSTEAD = "failed instead of hidden";
  private static final String DENIED = "42501";

  /** Major versions, and how many tables on each, with ten viewers. */
  static Stream<Arguments> versions() {
    return Boolean.getBoolean("pgext.stress")
        ? Stream.of(14, 16, 17, 15, 18).map(version -> Arguments.of(version, STRESS))
        : Stream.of(Arguments.of(18, 110), Arguments.of(15, 95));
  }

  /** What PostgreSQL says of a row. */
  private enum Seen {
    VISIBLE,
    HIDDEN,
    RAISES
  }

  @ParameterizedTest(name = "PostgreSQL {0}")
  @MethodSource("versions")
  void visibilityIsWhatPostgresqlReturns(int version, int tables) throws SQLException {
    try (Watched watched = new Watched(TestPostgres.version(version).createDatabase());
        Connection connection = watched.database.connect()) {
      watched.database.execute(Watched.ROLES);
      watched.database.execute(RandomPolicies.FIXTURE);
      Run run = new Run(watched, connection, new RandomPolicies(SEED + version));
      for (int table = 0; table < tables; table++) {
        run.table("api.t" + table);
      }
      assertThat(run.paths.keySet())
          .contains("All", "None", "InMemory", "Sql", "denied", "VISIBLE", "HIDDEN", "RAISES");
      // PostgreSQL asks what is cheap first, and so may hide a row before what would raise.
      assertThat(run.paths.getOrDefault(FAILED_INSTEAD, 0))
          .isLessThan(run.paths.get("HIDDEN") / 100 + 10);
      assertThat(run.cases).isGreaterThanOrEqualTo(tables * VIEWERS);
    }
  }

  /**
   * What PostgreSQL says of the rows.
   *
   * @param raises whether it says so only when asked row by row, since the query for all of them
   *     raises an error: then an error is a right answer for each of them
   */
  private record Expected(Map<Integer, Seen> rows, boolean raises) {}

  /** One database's cases. */
  private static final class Run {
    private final Watched watched;
    private final Connection connection;
    private final RandomPolicies random;
    private final Map<String, Integer> paths = new TreeMap<>();
    private final Map<String, List<Integer>> granted = new TreeMap<>();
    private int cases;

    Run(Watched watched, Connection connection, RandomPolicies random) {
      this.watched = watched;
      this.connection = connection;
      this.random = random;
    }

    void table(String name) throws SQLException {
      RandomPolicies.Table drawn = random.table(name);
      try (Statement statement = connection.createStatement()) {
        statement.execute(drawn.definition());
        TableShape shape = watched.shape(name);
        Map<Integer, Tuple> images = images(statement, name);
        granted.clear();
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
          check(shape, images, random.viewer(), drawn);
        }
        statement.execute("DROP TABLE " + name + " CASCADE");
      }
    }

    private static Map<Integer, Tuple> images(Statement statement, String name)
        throws SQLException {
      String columns =
          RandomPolicies.COLUMNS.stream()
              .map(
                  column ->
                      "CASE WHEN num_nulls(%s) = 0 THEN format('%%s', %s) END"
                          .formatted(column, column))
              .collect(Collectors.joining(", "));
      String from = name + " WHERE id < 100 ORDER BY id";
      Map<Integer, Tuple> images = new TreeMap<>();
      try (ResultSet rows = statement.executeQuery("SELECT " + columns + " FROM " + from)) {
        while (rows.next()) {
          String[] texts = new String[RandomPolicies.COLUMNS.size()];
          for (int column = 0; column < texts.length; column++) {
            texts[column] = rows.getString(column + 1);
          }
          images.put(rows.getInt(1), Tuple.of(texts));
        }
      }
      return images;
    }

    private void count(String path) {
      paths.merge(path, 1, Integer::sum);
    }

    private void check(
        TableShape shape, Map<Integer, Tuple> images, Viewer viewer, RandomPolicies.Table drawn)
        throws SQLException {
      cases++;
      String what = drawn.definition() + "\n" + viewer;
      Access access = watched.visibility.access(shape, viewer);
      assertThat(access.columns()).as(what).isEqualTo(granted(shape, viewer.role()));
      count(access.denied() ? "denied" : access.rule().getClass().getSimpleName());
      Map<Integer, Seen> expected = new TreeMap<>();
      if (access.denied()) {
        assertThat(access.rule()).isEqualTo(new RowRule.None());
        return;
      }
      Set<Integer> visible = select(shape, viewer, "id < 100", "");
      for (int id : images.keySet()) {
        expected.put(
            id,
            visible == null
                ? seen(shape, viewer, id, drawn.lazily())
                : visible.contains(id) ? Seen.VISIBLE : Seen.HIDDEN);
      }
      compare(shape, images, viewer, new Expected(expected, visible == null), what);
    }

    private void compare(
        TableShape shape,
        Map<Integer, Tuple> images,
        Viewer viewer,
        Expected expected,
        String what) {
      boolean raises = expected.raises();
      Map<Integer, Decision> decisions = decide(shape, viewer, images, raises);
      Map<Integer, Tuple> partial = new TreeMap<>();
      images.forEach(
          (id, image) ->
              partial.put(id, PartialImages.without(image, column -> random.chance(30))));
      Map<Integer, Decision> partially = decide(shape, viewer, partial, raises);
      expected
          .rows()
          .forEach(
              (id, seen) -> {
                Decision decision = decisions.get(id);
                String which = what + "\nrow " + id + " is " + seen + ", " + decision;
                count(seen.name());
                if (decision instanceof Decision.Failed) {
                  count(raises ? "failed" : FAILED_INSTEAD);
                  assertThat(raises || seen == Seen.HIDDEN).as(which).isTrue();
                } else {
                  assertThat(isVisible(decision)).as(which).isEqualTo(seen == Seen.VISIBLE);
                }
                if (isVisible(partially.get(id))) {
                  assertThat(seen).as("partial " + which).isEqualTo(Seen.VISIBLE);
                }
              });
    }

    private static boolean isVisible(Decision decision) {
      return decision instanceof Decision.Visible;
    }

    /** The decisions by id, asked one by one where one that raises would take others with it. */
    private Map<Integer, Decision> decide(
        TableShape shape, Viewer viewer, Map<Integer, Tuple> images, boolean singly) {
      Map<Integer, Decision> decisions = new TreeMap<>();
      if (!singly && watched.visibility.access(shape, viewer).rule() instanceof RowRule.Sql rule) {
        List<Question> questions = new ArrayList<>();
        images.values().forEach(image -> questions.add(new Question(shape, image, viewer, rule)));
        List<Decision> answers = watched.visibility.decide(questions);
        images.keySet().forEach(id -> decisions.put(id, answers.get(decisions.size())));
        return decisions;
      }
      images.forEach((id, image) -> decisions.put(id, watched.decision(shape, viewer, image)));
      return decisions;
    }

    /**
     * Row by row, through the key: a row that raises does not stop another. Lazily only where the
     * policy as it is raises, which may be its estimate.
     */
    private Seen seen(TableShape shape, Viewer viewer, int id, String lazily) throws SQLException {
      String row = "id = " + id;
      Set<Integer> asItIs = select(shape, viewer, row, "");
      Set<Integer> visible = asItIs == null ? select(shape, viewer, row, lazily) : asItIs;
      return visible == null ? Seen.RAISES : visible.isEmpty() ? Seen.HIDDEN : Seen.VISIBLE;
    }

    private List<Integer> granted(TableShape shape, String role) throws SQLException {
      List<Integer> known = granted.get(role);
      if (known == null) {
        known = columns(shape, role);
        granted.put(role, known);
      }
      return known;
    }

    /** With claims of which no policy's cast fails, for it would before the rights are checked. */
    private List<Integer> columns(TableShape shape, String role) throws SQLException {
      Viewer viewer = new Viewer(role, "{}");
      List<Integer> columns = new ArrayList<>();
      for (int column = 0; column < shape.columns().size(); column++) {
        String query =
            "SELECT \"%s\" FROM %s WHERE false"
                .formatted(shape.columns().get(column).name(), shape.name());
        try {
          as(viewer, "", query);
          columns.add(column);
        } catch (SQLException refused) {
          if (!isDenied(refused, shape)) {
            columns.add(column);
          }
        }
      }
      return columns;
    }

    /** Not the rights on a table that a policy reads. */
    private static boolean isDenied(SQLException refused, TableShape shape) {
      return DENIED.equals(refused.getSQLState())
          && String.valueOf(refused.getMessage()).endsWith("table " + shape.name().name());
    }

    /** The ids that the viewer gets; null where the query raises. */
    private Set<Integer> select(TableShape shape, Viewer viewer, String where, String before)
        throws SQLException {
      try {
        return as(viewer, before, "SELECT id FROM " + shape.name() + " WHERE " + where);
      } catch (SQLException raised) {
        return null;
      }
    }

    private Set<Integer> as(Viewer viewer, String before, String query) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            """
            BEGIN; %s; SET LOCAL enable_seqscan = off; SET LOCAL search_path = api;
            SELECT set_config('request.jwt.claims', '%s', true), set_config('role', '%s', true)"""
                .formatted(before, viewer.claims(), viewer.role()));
        Set<Integer> ids = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            ids.add(rows.getInt(1));
          }
        }
        return ids;
      } finally {
        try (Statement statement = connection.createStatement()) {
          statement.execute("ROLLBACK");
        }
      }
    }
  }
}
