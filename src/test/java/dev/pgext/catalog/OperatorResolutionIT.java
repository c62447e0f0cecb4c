package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares pgext's choice of the right operand's type with PostgreSQL's own, for every type. */
class OperatorResolutionIT {
  private static final List<String> OPERATORS =
      List.of(
          "=", "<>", "<", "<=", ">", ">=", "~~", "~~*", "~", "~*", "@>", "<@", "&&", "<<", ">>",
          "&<", "&>", "-|-");

  private static final String TYPES =
      """
      create extension citext;
      create extension ltree;
      create extension hstore;
      create extension isn;
      create extension cube;
      create extension intarray;
      create type mood as enum ('sad', 'happy');
      create type pair as (a int, b text);
      create type floatrange as range (subtype = float8);
      create domain positive as int check (value > 0);
      create domain tiny as positive;
      create domain label as text;
      create domain labels as text[];
      create domain feeling as mood;
      create domain span as int4range;
      create domain short as varchar(3);
      create domain path as ltree;
      """;

  private record Type(int oid, String sql) {}

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 18})
  void everyTypeAndOperatorGetsTheOperandThatPostgresqlChooses(int major) throws SQLException {
    TestDatabase database = TestPostgres.version(major).createDatabase();
    database.execute(TYPES);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    try (Connection connection = database.connect()) {
      Catalog catalog = CatalogLoader.load(connection, Config.of(Map.of("db-schemas", "public")));
      for (Type type : types(connection)) {
        for (String operator : OPERATORS) {
          String expected = postgresql(connection, type, operator);
          String actual = pgext(connection, catalog, type, operator);
          compared++;
          if (!Objects.equals(expected, actual)) {
            differences.add(type.sql() + " " + operator + " ?: " + expected + ", not " + actual);
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(2000);
    assertThat(differences).isEmpty();
  }

  private static List<Type> types(Connection connection) throws SQLException {
    List<Type> types = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                """
                select t.oid, format_type(t.oid, null)
                from pg_type t left join pg_class c on c.oid = t.typrelid
                where t.typisdefined
                  and t.typnamespace <> 'pg_toast'::regnamespace
                  and t.typnamespace <> 'information_schema'::regnamespace
                  and (t.typtype <> 'p' or t.oid in ('record'::regtype, 'record[]'::regtype))
                  and (t.typtype <> 'c' or c.relkind = 'c')
                  and not (t.typname like '\\_pg\\_%')
                order by t.oid
                """)) {
      while (result.next()) {
        types.add(new Type((int) result.getLong(1), result.getString(2)));
      }
    }
    return types;
  }

  private static @Nullable String postgresql(Connection connection, Type type, String operator) {
    String sql = "prepare probe as select (null::" + type.sql() + ") " + operator + " $1";
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      try (ResultSet result =
          statement.executeQuery(
              "select parameter_types[1]::oid::regtype::text from pg_prepared_statements"
                  + " where name = 'probe'")) {
        result.next();
        return result.getString(1);
      } finally {
        statement.execute("deallocate probe");
      }
    } catch (SQLException ambiguousOrMissing) {
      return null;
    }
  }

  private static @Nullable String pgext(
      Connection connection, Catalog catalog, Type type, String operator) throws SQLException {
    var right = catalog.operators().rightOperand(type.oid(), operator);
    if (right == null) {
      return null;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select t.oid::regtype::text from pg_type t join pg_namespace n on n.oid ="
                + " t.typnamespace where n.nspname = ? and t.typname = ?")) {
      statement.setString(1, right.schema());
      statement.setString(2, right.name());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }
}
