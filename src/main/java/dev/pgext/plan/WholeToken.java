package dev.pgext.plan;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.Routine;
import dev.pgext.error.ApiException;
import dev.pgext.error.TokenError;
import dev.pgext.request.QueryParameters;
import dev.pgext.request.SelectItem;

/**
 * What a function returns as {@code pgext.jwt} is signed as it is. A part of it that a client chose
 * could be something that a user wrote, and would be signed as well.
 */
final class WholeToken {
  private WholeToken() {}

  /**
   * Refuses a call that wants a part.
   *
   * @throws ApiException with {@link TokenError.TakenApart}
   */
  static void require(Routine routine, QueryParameters query, Plan.Output output) {
    if (!routine.result().token()) {
      return;
    }
    boolean whole = query.select().stream().allMatch(WholeToken::isEverything);
    if (!whole || !isJson(output)) {
      throw new TokenError.TakenApart().asException();
    }
  }

  private static boolean isEverything(SelectItem item) {
    return item instanceof SelectItem.FieldItem field
        && field.field().name().equals("*")
        && field.alias() == null
        && field.cast() == null
        && field.aggregate() == null;
  }

  private static boolean isJson(Plan.Output output) {
    return output.handler() instanceof MediaHandler.JsonArray
        || output.handler() instanceof MediaHandler.JsonObject
        || output.handler() instanceof MediaHandler.None;
  }
}
