package dev.pgext.response;

import dev.pgext.catalog.Relation;
import dev.pgext.catalog.Routine;
import dev.pgext.error.Header;
import dev.pgext.plan.Plan.OptionsTarget;
import java.util.List;

/** Answers OPTIONS: the methods that the catalog allows, whatever the role may do. */
final class OptionsResponder {
  private static final String READ = "OPTIONS,GET,HEAD";

  private OptionsResponder() {}

  static ApiResponse respond(OptionsTarget target) {
    List<Header> headers =
        List.of(
            Draft.contentLength(Draft.NO_BODY),
            new Header("Access-Control-Allow-Origin", "*"),
            new Header("Allow", allowed(target)));
    return new ApiResponse(200, null, headers, Draft.NO_BODY);
  }

  private static String allowed(OptionsTarget target) {
    return switch (target) {
      case OptionsTarget.OfRelation of -> ofRelation(of.relation());
      case OptionsTarget.OfRoutine of ->
          of.routine().volatility() == Routine.Volatility.VOLATILE
              ? "OPTIONS,POST"
              : READ + ",POST";
      case OptionsTarget.OfSchema of -> READ;
    };
  }

  private static String ofRelation(Relation relation) {
    boolean put = relation.insertable() && relation.updatable() && !relation.primaryKey().isEmpty();
    return READ
        + (relation.insertable() ? ",POST" : "")
        + (put ? ",PUT" : "")
        + (relation.updatable() ? ",PATCH" : "")
        + (relation.deletable() ? ",DELETE" : "");
  }
}
