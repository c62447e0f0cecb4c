package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that the schema cache does not have, or has more than once (PostgREST's group 2). Hints
 * need a look-up in the catalog, so they are computed where the fault is raised.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/errors.html#group-2-schema-cache">PostgREST:
 *     group 2</a>
 */
public sealed interface CatalogError extends ApiError {

  /**
   * No relationship from {@code parent} to {@code child}; {@code embedHint} is what followed the
   * {@code !}.
   */
  record NoRelationship(
      String parent,
      String child,
      @Nullable String embedHint,
      String schema,
      @Nullable String suggestion)
      implements CatalogError {}

  /**
   * Several relationships; {@code candidates} describes them, {@code choices} lists {@code
   * 'target!hint'} texts.
   */
  record AmbiguousRelationship(
      String parent, String child, JsonNode candidates, List<String> choices)
      implements CatalogError {}

  /** No function of that name takes these arguments; the texts are complete phrases. */
  record NoRoutine(String signature, String searched, @Nullable String suggestion)
      implements CatalogError {}

  /**
   * Several overloads fit; {@code candidates} are signatures such as {@code test.f(a => integer)}.
   */
  record AmbiguousRoutine(List<String> candidates) implements CatalogError {}

  /** A name in the body or in {@code columns=} that the table does not have. */
  record NoColumn(String relation, String column) implements CatalogError {}

  /** No such table or view in the schema. */
  record NoRelation(String schema, String relation, @Nullable String suggestion)
      implements CatalogError {}

  @Override
  default int status() {
    return switch (this) {
      case AmbiguousRelationship e -> 300;
      case AmbiguousRoutine e -> 300;
      case NoRelationship e -> 400;
      case NoColumn e -> 400;
      case NoRoutine e -> 404;
      case NoRelation e -> 404;
    };
  }

  @Override
  default String code() {
    return switch (this) {
      case NoRelationship e -> "PGRST200";
      case AmbiguousRelationship e -> "PGRST201";
      case NoRoutine e -> "PGRST202";
      case AmbiguousRoutine e -> "PGRST203";
      case NoColumn e -> "PGRST204";
      case NoRelation e -> "PGRST205";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case NoRelationship e ->
          "Could not find a relationship between '%s' and '%s' in the schema cache"
              .formatted(e.parent(), e.child());
      case AmbiguousRelationship e ->
          "Could not embed because more than one relationship was found for '%s' and '%s'"
              .formatted(e.parent(), e.child());
      case NoRoutine e -> "Could not find the function " + e.signature() + " in the schema cache";
      case AmbiguousRoutine e ->
          "Could not choose the best candidate function between: "
              + String.join(", ", e.candidates());
      case NoColumn e ->
          "Could not find the '%s' column of '%s' in the schema cache"
              .formatted(e.column(), e.relation());
      case NoRelation e ->
          "Could not find the table '%s.%s' in the schema cache"
              .formatted(e.schema(), e.relation());
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return switch (this) {
      case NoRelationship e -> ApiError.text(searchedRelationship(e));
      case AmbiguousRelationship e -> e.candidates();
      case NoRoutine e ->
          ApiError.text(
              "Searched for the function "
                  + e.searched()
                  + ", but no matches were found in the schema cache.");
      case AmbiguousRoutine e -> null;
      case NoColumn e -> null;
      case NoRelation e -> null;
    };
  }

  @Override
  default @Nullable String hint() {
    return switch (this) {
      case NoRelationship e -> e.suggestion();
      case AmbiguousRelationship e ->
          "Try changing '%s' to one of the following: %s. Find the desired relationship in the 'details' key."
              .formatted(e.child(), String.join(", ", e.choices()));
      case NoRoutine e -> e.suggestion();
      case AmbiguousRoutine e ->
          "Try renaming the parameters or the function itself in the database so function overloading can be resolved";
      case NoColumn e -> null;
      case NoRelation e -> e.suggestion();
    };
  }

  private static String searchedRelationship(NoRelationship error) {
    String hint = error.embedHint() == null ? "" : "' using the hint '" + error.embedHint();
    return "Searched for a foreign key relationship between '%s' and '%s%s' in the schema '%s', but no matches were found."
        .formatted(error.parent(), error.child(), hint, error.schema());
  }
}
