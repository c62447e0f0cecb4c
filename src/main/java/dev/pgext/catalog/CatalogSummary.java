package dev.pgext.catalog;

/** What a catalog has, counted as PostgREST's log line counts it. */
public record CatalogSummary(
    int relations, int relationships, int routines, int representations, int mediaHandlers) {

  /** The counts of a catalog. */
  public static CatalogSummary of(Catalog catalog) {
    return new CatalogSummary(
        catalog.relations().size(),
        catalog.relationships().size(),
        catalog.routines().size(),
        catalog.representations().size(),
        catalog.mediaHandlers().byRelation().size() + catalog.mediaHandlers().anyElement().size());
  }

  /** The counts in one line. */
  @Override
  public String toString() {
    return relations
        + " Relations, "
        + relationships
        + " Relationships, "
        + routines
        + " RPCs, "
        + representations
        + " Domain Representations, "
        + mediaHandlers
        + " Media Type Handlers";
  }
}
