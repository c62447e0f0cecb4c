package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Loading a large schema takes no longer than it may; on an idle machine with two cores. */
@EnabledIfSystemProperty(named = "pgext.stress", matches = "true")
class BigCatalogIT {
  private static final int TABLES = 2000;
  private static final int VIEWS = 300;
  private static final int FUNCTIONS = 5000;
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Test
  void twoThousandTablesAndFiveThousandFunctionsLoadInTwoSeconds() throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    try (Connection connection = database.connect()) {
      create(connection, IntStream.rangeClosed(1, TABLES).mapToObj(BigCatalogIT::table));
      create(connection, IntStream.rangeClosed(1, VIEWS).mapToObj(BigCatalogIT::view));
      create(connection, IntStream.rangeClosed(1, FUNCTIONS).mapToObj(BigCatalogIT::function));
      long start = System.nanoTime();
      Catalog catalog = CatalogLoader.load(connection, Config.of(Map.of("db-schemas", "public")));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(catalog.relations()).hasSize(TABLES + VIEWS);
      assertThat(catalog.routines()).hasSize(FUNCTIONS);
      assertThat(took).isLessThan(LIMIT);
    }
  }

  private static void create(Connection connection, Stream<String> statements) throws SQLException {
    try (Statement batch = connection.createStatement()) {
      int size = 0;
      for (String sql : statements.toList()) {
        batch.addBatch(sql);
        if (++size % 200 == 0) {
          batch.executeBatch();
        }
      }
      batch.executeBatch();
    }
  }

  private static String table(int number) {
    String parent = number == 1 ? "" : " references t" + number / 2;
    return "create table t%d (id int primary key, a text not null default 'x', b int, c timestamptz default now(), d numeric(10, 2), e varchar(20), f jsonb, g uuid, h bool, parent_id int%s)"
        .formatted(number, parent);
  }

  private static String view(int number) {
    return "create view v%d as select x.*, y.a as ya from t%d x left join t%d y on y.id = x.parent_id"
        .formatted(number, number, number + 1);
  }

  private static String function(int number) {
    return "create function f%d(a int, b text default 'q', out c int, out d text) language sql as $$ select 1, 'x' $$"
        .formatted(number);
  }
}
