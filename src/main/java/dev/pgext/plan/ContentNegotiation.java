package dev.pgext.plan;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaHandlers;
import dev.pgext.catalog.MediaHandlers.Resolved;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.MediaType.ExecutionPlan;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.catalog.MediaType.SingularObject;
import dev.pgext.catalog.MediaType.StrippedArray;
import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import dev.pgext.pg.QualifiedName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses what the body is: the first media type of the Accept header that has a handler.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/api/media_type_handlers.html">PostgREST:
 *     media type handlers</a>
 */
final class ContentNegotiation {
  private static final Set<MediaType> DESCRIPTIONS = Set.of(Plain.OPEN_API, Plain.JSON, Plain.ANY);

  private final MediaHandlers handlers;
  private final boolean plansEnabled;

  /**
   * @param plansEnabled whether clients may see execution plans
   */
  ContentNegotiation(MediaHandlers handlers, boolean plansEnabled) {
    this.handlers = handlers;
    this.plansEnabled = plansEnabled;
  }

  /**
   * The handler for rows of a relation.
   *
   * @param tree a relation's own handler takes its row type, so it needs all columns as they are
   * @throws ApiException where nothing is acceptable
   */
  Plan.Output negotiate(List<MediaType> accept, QualifiedName relation, ReadNode tree) {
    boolean wholeRows = selectsAll(tree);
    return accept.stream()
        .flatMap(type -> handler(type, relation, wholeRows).stream())
        .findFirst()
        .map(found -> new Plan.Output(found.handler(), found.mediaType()))
        .orElseThrow(() -> unacceptable(accept));
  }

  /**
   * Checks that a description of the schema is acceptable.
   *
   * @throws ApiException where it is not
   */
  static void description(List<MediaType> accept) {
    if (accept.stream().noneMatch(DESCRIPTIONS::contains)) {
      throw unacceptable(accept);
    }
  }

  private static ApiException unacceptable(List<MediaType> accept) {
    return new RequestError.UnacceptableMediaType(accept.stream().map(MediaType::mime).toList())
        .asException();
  }

  private static boolean selectsAll(ReadNode tree) {
    return tree.embeds().isEmpty()
        && tree.select().size() == 1
        && tree.select().get(0).column().name().equals("*");
  }

  private Optional<Resolved> handler(MediaType type, QualifiedName relation, boolean wholeRows) {
    return switch (type) {
      case ExecutionPlan plan ->
          plansEnabled
              ? handler(plan.target(), relation, wholeRows)
                  .map(target -> new Resolved(target.handler(), plan))
              : Optional.empty();
      case SingularObject object ->
          Optional.of(new Resolved(new MediaHandler.JsonObject(object.nullsStripped()), object));
      case StrippedArray array ->
          Optional.of(new Resolved(new MediaHandler.JsonArray(true), array));
      case Plain plain -> registered(plain, relation, wholeRows);
      case MediaType.Other other -> registered(other, relation, wholeRows);
    };
  }

  /** A relation's handler for any type wins over one that was asked for. */
  private Optional<Resolved> registered(MediaType type, QualifiedName relation, boolean wholeRows) {
    Stream<Resolved> ofRelation =
        wholeRows
            ? Stream.of(Plain.ANY, type)
                .map(asked -> handlers.forRelation(relation, asked))
                .filter(Objects::nonNull)
            : Stream.empty();
    return ofRelation.findFirst().or(() -> Optional.ofNullable(handlers.forAnything(type)));
  }
}
