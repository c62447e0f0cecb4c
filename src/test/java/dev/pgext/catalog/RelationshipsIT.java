package dev.pgext.catalog;

import static dev.pgext.catalog.Library.api;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.Relationship.Cardinality;
import dev.pgext.catalog.Relationship.ColumnPair;
import dev.pgext.catalog.Relationship.Computed;
import dev.pgext.catalog.Relationship.ForeignKey;
import dev.pgext.catalog.Relationship.Junction;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ways between the library's relations. */
class RelationshipsIT {
  private static final Library LIBRARY = Library.on(18);
  private static Catalog catalog;

  @BeforeAll
  static void load() throws SQLException {
    catalog = LIBRARY.catalog("api");
  }

  @Test
  void aForeignKeyLeadsBothWays() {
    assertThat(between("loans", "readers"))
        .containsExactly(
            new ForeignKey(
                api("loans"),
                api("readers"),
                false,
                new Cardinality.ManyToOne(
                    "borrower",
                    List.of(new ColumnPair("area", "area"), new ColumnPair("number", "number"))),
                false,
                false));
    assertThat(between("readers", "loans"))
        .extracting(ForeignKey::cardinality)
        .containsExactly(
            new Cardinality.OneToMany(
                "borrower",
                List.of(new ColumnPair("area", "area"), new ColumnPair("number", "number"))));
  }

  @Test
  void aForeignKeyOnAUniqueColumnIsOneToOne() {
    assertThat(between("covers", "books"))
        .extracting(ForeignKey::cardinality)
        .containsExactly(
            new Cardinality.OneToOne(
                "covers_book_id_fkey", List.of(new ColumnPair("book_id", "id")), false));
    assertThat(between("books", "covers"))
        .extracting(ForeignKey::cardinality)
        .containsExactly(
            new Cardinality.OneToOne(
                "covers_book_id_fkey", List.of(new ColumnPair("id", "book_id")), true));
  }

  @Test
  void aTableCanReferenceItself() {
    assertThat(between("readers", "readers"))
        .hasSize(2)
        .allMatch(ForeignKey::self)
        .first()
        .matches(key -> key.cardinality() instanceof Cardinality.OneToMany);
  }

  @Test
  void aJunctionsKeyContainsBothForeignKeys() {
    assertThat(between("books", "readers"))
        .extracting(ForeignKey::cardinality)
        .containsExactly(
            new Cardinality.ManyToMany(
                new Junction(
                    api("loans"),
                    "loans_book_id_fkey",
                    "borrower",
                    List.of(new ColumnPair("id", "book_id")),
                    List.of(new ColumnPair("area", "area"), new ColumnPair("number", "number")))));
    assertThat(between("readers", "books"))
        .allMatch(key -> key.cardinality() instanceof Cardinality.ManyToMany)
        .hasSize(1);
  }

  @Test
  void viewsAndViewsOfViewsTakeTheKeysOfTheirTables() {
    assertThat(between("book_list", "authors"))
        .containsExactly(
            new ForeignKey(
                api("book_list"),
                api("authors"),
                false,
                new Cardinality.ManyToOne(
                    "books_author_id_fkey", List.of(new ColumnPair("writer", "id"))),
                true,
                false));
    assertThat(between("book_list_again", "loans"))
        .extracting(ForeignKey::cardinality)
        .containsExactly(
            new Cardinality.OneToMany(
                "loans_book_id_fkey", List.of(new ColumnPair("number", "book_id"))));
    assertThat(between("account_list", "authors")).hasSize(1);
    assertThat(between("all_books", "authors")).isEmpty();
  }

  @Test
  void aColumnThatAViewShowsTwiceGivesTwoWays() {
    assertThat(between("books", "twice"))
        .extracting(ForeignKey::cardinality)
        .containsExactly(
            manyToOne(new ColumnPair("author_id", "again")),
            manyToOne(new ColumnPair("author_id", "id")));
    assertThat(between("book_list", "twice")).hasSize(2).allMatch(ForeignKey::targetIsView);
  }

  private static Cardinality manyToOne(ColumnPair pair) {
    return new Cardinality.ManyToOne("books_author_id_fkey", List.of(pair));
  }

  @Test
  void hiddenRelationsAreNoTargetsAndPartitionsHaveNoWaysOfTheirOwn() {
    assertThat(catalog.relationships().values().stream().flatMap(List::stream))
        .noneMatch(way -> way.target().schema().equals("hidden"))
        .noneMatch(way -> way.relation().name().equals("events_2026"));
    assertThat(between("events", "books")).hasSize(1);
  }

  @Test
  void functionsOfARowAreRelationships() {
    assertThat(catalog.relationships(api("authors"), "api"))
        .contains(new Computed(api("newest_book"), api("authors"), api("books"), true, false))
        .last()
        .isInstanceOf(Computed.class);
  }

  @Test
  void aComputedRelationshipStandsInForTheDetectedOneOfItsName() {
    assertThat(between("books", "authors")).isEmpty();
    assertThat(catalog.relationships(api("books"), "api"))
        .contains(new Computed(api("authors"), api("books"), api("authors"), false, false));
  }

  private static List<ForeignKey> between(String relation, String target) {
    return catalog.relationships(api(relation), "api").stream()
        .filter(way -> way.target().equals(api(target)))
        .filter(ForeignKey.class::isInstance)
        .map(ForeignKey.class::cast)
        .toList();
  }
}
