package dev.pgext.catalog;

import static dev.pgext.catalog.Library.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.config.Config;
import dev.pgext.pg.QualifiedName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, columns, keys and functions of the library, as a role without privileges sees them. */
class CatalogLoaderIT {
  private static final Library LIBRARY = Library.on(18);
  private static Catalog catalog;

  @BeforeAll
  static void load() throws SQLException {
    catalog = LIBRARY.catalog("api");
  }

  @Test
  void exposedRelationsAreThereButPartitionsAndHiddenOnesAreNot() {
    assertThat(catalog.relations().keySet().stream().map(QualifiedName::name))
        .contains("authors", "books", "book_list", "counted", "events")
        .doesNotContain("events_2026", "accounts", "inner_books", "summary");
    assertThat(catalog.relations().keySet()).allMatch(name -> name.schema().equals("api"));
  }

  @Test
  void aRelationSaysWhatItsKindAllows() {
    assertThat(relation("books"))
        .matches(Relation::insertable)
        .matches(Relation::updatable)
        .matches(Relation::deletable)
        .returns(Relation.Kind.TABLE, Relation::kind);
    assertThat(relation("account_list")).matches(Relation::insertable);
    assertThat(relation("twice")).matches(relation -> !relation.insertable());
    assertThat(relation("counted"))
        .matches(relation -> !relation.deletable())
        .returns(Relation.Kind.VIEW, Relation::kind);
    assertThat(relation("authors").description()).isEqualTo("Who wrote it");
  }

  @Test
  void columnsKeepTheirOrderAndFacts() {
    assertThat(relation("books").columns().keySet())
        .containsExactly(
            "id", "isbn", "genre", "cover", "title", "initial", "upper_title", "tags", "author_id");
    assertThat(column("authors", "name").description()).isEqualTo("In full");
    assertThat(column("authors", "name").nullable()).isFalse();
    assertThat(column("books", "cover").nullable()).isFalse();
    assertThat(column("books", "title").maxLength()).isEqualTo(80);
    assertThat(column("books", "isbn").maxLength()).isEqualTo(13);
    assertThat(column("books", "genre").enumValues()).containsExactly("poem", "novel");
  }

  @Test
  void defaultsAreSqlExceptOfGeneratedColumns() {
    assertThat(column("authors", "id").defaultExpression())
        .isEqualTo("nextval('api.authors_id_seq')");
    assertThat(column("books", "id").defaultExpression())
        .isEqualTo("nextval('api.books_id_seq'::regclass)");
    assertThat(column("books", "genre").defaultExpression()).isEqualTo("'novel'::api.genre");
    assertThat(column("books", "upper_title").defaultExpression()).isNull();
    assertThat(column("books", "tags").defaultExpression()).isNull();
  }

  @Test
  void typesAreNamedAsDeclaredAndAsTheyAreUnderTheirDomains() {
    assertThat(type("books", "title"))
        .returns("character varying(80)", DataType::nominal)
        .returns("character varying", DataType::base);
    assertThat(type("books", "isbn"))
        .returns("api.isbn", DataType::nominal)
        .returns("character varying", DataType::base)
        .returns(new QualifiedName("pg_catalog", "varchar"), DataType::baseName);
    assertThat(type("books", "cover"))
        .returns("api.strict_color", DataType::nominal)
        .returns("integer", DataType::base)
        .returns(new QualifiedName("pg_catalog", "int4"), DataType::baseName);
    assertThat(type("books", "genre"))
        .returns("api.genre", DataType::base)
        .returns(api("genre"), DataType::baseName);
  }

  @Test
  void keysOfTablesAreSortedAndThoseOfViewsComeFromTheirTables() {
    assertThat(relation("readers").primaryKey()).containsExactly("area", "number");
    assertThat(relation("book_list").primaryKey()).containsExactly("book");
    assertThat(relation("book_list_again").primaryKey()).containsExactly("number");
    assertThat(relation("account_list").primaryKey()).containsExactly("id");
    assertThat(relation("twice").primaryKey()).containsExactly("book_id", "id");
    assertThat(relation("all_books").primaryKey()).isEmpty();
  }

  @Test
  void overloadsComeByNumberOfParameters() {
    List<Routine> overloads = catalog.routines(api("add"));
    assertThat(overloads).hasSize(2);
    assertThat(overloads.get(0).parameters())
        .containsExactly(new Routine.Parameter("a", "integer", "integer", true, false));
    assertThat(overloads.get(1))
        .matches(Routine::variadic)
        .returns(Routine.Volatility.IMMUTABLE, Routine::volatility);
    assertThat(overloads.get(1).parameters())
        .containsExactly(
            new Routine.Parameter("a", "integer", "integer", true, false),
            new Routine.Parameter("b", "integer", "integer", false, false),
            new Routine.Parameter("rest", "integer[]", "integer[]", false, true));
  }

  @Test
  void outParametersMakeARow() {
    Routine mixed = catalog.routines(api("mixed")).get(0);
    assertThat(mixed.parameters())
        .containsExactly(
            new Routine.Parameter("wanted", "text", "text", true, false),
            new Routine.Parameter("extra", "character", "character varying", false, false));
    assertThat(mixed.result()).matches(Routine.Result::singleComposite);
    assertThat(columnsOf("mixed")).containsExactly("total", "name", "extra");
    assertThat(columnsOf("listed")).containsExactly("id", "label");
    assertThat(catalog.routines(api("listed")).get(0).result().setOf()).isTrue();
  }

  @Test
  void aDomainOverACompositeReturnsItsColumns() {
    Routine.Result result = catalog.routines(api("summaries")).get(0).result();
    assertThat(result)
        .returns(true, Routine.Result::composite)
        .returns(true, Routine.Result::domain)
        .returns(api("summary"), Routine.Result::type);
    assertThat(result.columns().get(1).type().nominal()).isEqualTo("numeric(6,2)");
  }

  @Test
  void functionsThatCannotBeCalledAreLeftOut() {
    assertThat(catalog.routines(api("raw"))).hasSize(1);
    assertThat(catalog.routines(api("raw")).get(0).result()).matches(Routine.Result::isVoid);
    assertThat(catalog.routines(api("unnamed"))).isEmpty();
    assertThat(catalog.routines(api("touched"))).isEmpty();
    assertThat(catalog.routines(api("summary_of"))).isEmpty();
  }

  @Test
  void aFunctionsSettingsAreLiftedIfTheyAreHoisted() {
    Routine careful = catalog.routines(api("careful")).get(0);
    assertThat(careful.isolationLevel()).isEqualTo("repeatable read");
    assertThat(careful.description()).isEqualTo("Takes care");
    assertThat(careful.settings())
        .contains(new Routine.Setting("statement_timeout", "3s"))
        .noneMatch(setting -> setting.name().equals("work_mem"));
  }

  @Test
  void computedFieldsHaveATypeIfSqlFindsThem() {
    assertThat(catalog.fieldType(api("authors"), "full_name"))
        .isNotNull()
        .returns("text", type -> Objects.requireNonNull(type).nominal());
    assertThat(catalog.fieldType(api("authors"), "unreachable")).isNull();
    assertThat(catalog.fieldType(api("authors"), "name"))
        .isEqualTo(column("authors", "name").type());
  }

  @Test
  void implicitCastsOfDomainsAreRepresentations() {
    assertThat(catalog.representation("api.color", "json")).isEqualTo(api("color_to_json"));
    assertThat(catalog.representation("json", "api.color")).isNull();
  }

  @Test
  void handlersAreAggregatesAndFunctionsThatReturnADomainNamedLikeAMediaType() {
    MediaType summary = new MediaType.Other("text/summary");
    assertThat(catalog.mediaHandlers().forRelation(api("books"), summary))
        .isEqualTo(
            new MediaHandlers.Resolved(
                new MediaHandler.Custom(api("summary_of"), api("books")), summary));
    assertThat(catalog.mediaHandlers().forRelation(api("page"), summary)).isNotNull();
    assertThat(catalog.mediaHandlers().forAnything(MediaType.Plain.ANY))
        .isEqualTo(
            new MediaHandlers.Resolved(
                new MediaHandler.Custom(api("bytes_of"), null), MediaType.Plain.OCTET_STREAM));
    assertThat(catalog.mediaHandlers().forAnything(MediaType.Plain.CSV))
        .isEqualTo(new MediaHandlers.Resolved(new MediaHandler.Csv(), MediaType.Plain.CSV));
  }

  @Test
  void aHandlerNamesWhatMakesItsBytesIfTheyAreNotTheTexts() {
    MediaType shelf = new MediaType.Other("application/vnd.shelf+json");
    assertThat(catalog.mediaHandlers().forRelation(api("shelf"), shelf))
        .isEqualTo(
            new MediaHandlers.Resolved(
                new MediaHandler.Custom(
                    api("application/vnd.shelf+json"),
                    api("shelf"),
                    new QualifiedName("pg_catalog", "jsonb_send")),
                shelf));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15, 16, 17})
  void everyVersionGivesTheSame(int major) throws SQLException {
    Catalog older = Library.on(major).catalog("api");
    assertThat(CatalogSummary.of(older)).isEqualTo(CatalogSummary.of(catalog));
    assertThat(new String(CatalogJson.bytes(older), StandardCharsets.UTF_8))
        .isEqualTo(new String(CatalogJson.bytes(catalog), StandardCharsets.UTF_8));
    assertThat(older.serverVersion() / 10000).isEqualTo(major);
  }

  @Test
  void aSchemaThatDoesNotExistIsAnErrorAndTheConnectionRemainsUsable() throws SQLException {
    try (Connection connection = LIBRARY.connect()) {
      assertThatThrownBy(
              () -> CatalogLoader.load(connection, Config.of(Map.of("db-schemas", "nowhere"))))
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("3F000"));
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(CatalogLoader.load(connection, Config.of(Map.of("db-schemas", "api"))))
          .isNotNull();
    }
  }

  private static Relation relation(String name) {
    return Objects.requireNonNull(catalog.relation(api(name)));
  }

  private static Column column(String relation, String name) {
    return Objects.requireNonNull(relation(relation).column(name));
  }

  private static DataType type(String relation, String name) {
    return column(relation, name).type();
  }

  private static List<String> columnsOf(String routine) {
    return catalog.routines(api(routine)).get(0).result().columns().stream()
        .map(Routine.ResultColumn::name)
        .toList();
  }
}
