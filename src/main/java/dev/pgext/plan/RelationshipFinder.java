package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Relationship;
import dev.pgext.error.ApiException;
import dev.pgext.error.CatalogError;
import dev.pgext.pg.QualifiedName;
import java.util.List;

/** Finds the one relationship that an embed takes. */
final class RelationshipFinder {
  private final Catalog catalog;
  private final Suggestions suggestions;

  RelationshipFinder(Catalog catalog, Suggestions suggestions) {
    this.catalog = catalog;
    this.suggestions = suggestions;
  }

  /**
   * The relationship from {@code origin} that the embed names.
   *
   * @throws ApiException where there is none, or more than one
   */
  Relationship find(QualifiedName origin, RequestedEmbed embed) {
    RelationshipMatch match = new RelationshipMatch(embed.relation(), embed.hint());
    List<Relationship> found =
        catalog.relationships(origin, origin.schema()).stream().filter(match::test).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw found.isEmpty() ? none(origin, embed) : several(origin, embed, found);
  }

  private ApiException none(QualifiedName origin, RequestedEmbed embed) {
    return new CatalogError.NoRelationship(
            origin.name(),
            embed.relation(),
            embed.hint(),
            origin.schema(),
            suggestions.relationship(origin, embed.relation()).orElse(null))
        .asException();
  }

  private static ApiException several(
      QualifiedName origin, RequestedEmbed embed, List<Relationship> found) {
    return new CatalogError.AmbiguousRelationship(
            origin.name(),
            embed.relation(),
            RelationshipDescription.details(found),
            RelationshipDescription.choices(found))
        .asException();
  }
}
