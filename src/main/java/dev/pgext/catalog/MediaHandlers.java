package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handlers by what they take and the media type they give.
 *
 * @param byRelation handlers for the rows of one relation (or of a function's result type)
 * @param anyElement handlers for whatever comes, the built-in ones among them
 */
public record MediaHandlers(
    Map<RelationKey, Resolved> byRelation, Map<MediaType, Resolved> anyElement) {
  public MediaHandlers {
    byRelation = Map.copyOf(byRelation);
    anyElement = Map.copyOf(anyElement);
  }

  /** A relation and a media type asked for. */
  public record RelationKey(QualifiedName relation, MediaType mediaType) {}

  /** A handler and the media type it really gives: asked for any type, a handler names its own. */
  public record Resolved(MediaHandler handler, MediaType mediaType) {}

  /** The handler for rows of that relation, or null. */
  public @Nullable Resolved forRelation(QualifiedName relation, MediaType mediaType) {
    return byRelation.get(new RelationKey(relation, mediaType));
  }

  /** The handler for anything, or null. */
  public @Nullable Resolved forAnything(MediaType mediaType) {
    return anyElement.get(mediaType);
  }
}
