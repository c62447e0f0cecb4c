package dev.pgext.catalog;

import dev.pgext.config.Config;
import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

/** The database of {@code library.sql}, and a login role that may do nothing in it. */
final class Library {
  private static final String ROLE =
      """
      do $$ begin
        create role library_login login noinherit;
      exception when duplicate_object then null;
      end $$;
      """;

  private final TestDatabase database;

  private Library(TestDatabase database) {
    this.database = database;
  }

  /** Made anew in a server of that version. */
  static Library on(int major) {
    TestDatabase database = TestPostgres.version(major).createDatabase();
    database.execute(ROLE + script());
    return new Library(database);
  }

  private static String script() {
    try (InputStream sql =
        Objects.requireNonNull(Library.class.getResourceAsStream("library.sql"))) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A connection of the login role. */
  Connection connect() throws SQLException {
    String url = database.jdbcUrl().replace("user=" + database.user(), "user=library_login");
    return DriverManager.getConnection(url);
  }

  /** What the login role sees of the schemas. */
  Catalog catalog(String schemas) throws SQLException {
    try (Connection connection = connect()) {
      return CatalogLoader.load(
          connection,
          Config.of(Map.of("db-schemas", schemas, "db-extra-search-path", "public, hidden")));
    }
  }

  /** A name in the exposed schema. */
  static QualifiedName api(String name) {
    return new QualifiedName("api", name);
  }
}
