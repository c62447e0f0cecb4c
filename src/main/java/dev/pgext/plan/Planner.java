package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Volatility;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.error.CatalogError;
import dev.pgext.error.RequestError;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.CallPlanner.PlannedCall;
import dev.pgext.plan.ReadPlanner.PlannedRead;
import dev.pgext.request.Action;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Preferences;

/**
 * Resolves a request against the catalog.
 *
 * <p>One planner serves one pair of snapshots for as long as they are in use. Thread-safe.
 */
public final class Planner {
  private final Catalog catalog;
  private final Suggestions suggestions;
  private final ReadPlanner reads;
  private final MutationPlanner mutations;
  private final CallPlanner calls;
  private final ContentNegotiation negotiation;

  public Planner(Config config, Catalog catalog) {
    this.catalog = catalog;
    this.suggestions = new Suggestions(catalog);
    this.reads = new ReadPlanner(config, catalog, suggestions);
    this.mutations = new MutationPlanner(catalog);
    this.calls = new CallPlanner(catalog, suggestions, reads);
    this.negotiation =
        new ContentNegotiation(catalog.mediaHandlers(), config.database().planEnabled());
  }

  /**
   * What is to be run for a request.
   *
   * @throws ApiException where a name is unknown or ambiguous, or what is asked has no meaning
   */
  public Plan plan(ApiRequest request) {
    return switch (request.action()) {
      case Action.ReadRelation read -> read(request, read);
      case Action.MutateRelation mutate -> mutate(request, mutate);
      case Action.CallRoutine call -> call(request, call);
      case Action.ReadSchema read -> {
        ContentNegotiation.description(request.accept());
        yield new Plan.Inspect(read.schema(), read.headersOnly());
      }
      case Action.RelationInfo info ->
          new Plan.Options(new Plan.OptionsTarget.OfRelation(relation(info.relation())));
      case Action.RoutineInfo info -> describe(request, info);
      case Action.SchemaInfo info -> new Plan.Options(new Plan.OptionsTarget.OfSchema());
    };
  }

  private Plan.Read read(ApiRequest request, Action.ReadRelation action) {
    QualifiedName relation = relation(action.relation()).name();
    PlannedRead read = reads.relation(request, relation);
    Plan.Output output = negotiation.negotiate(request.accept(), relation, read.tree());
    refuseInvalidPreferences(request);
    return new Plan.Read(
        relation,
        read.tree(),
        action.headersOnly()
            ? new Plan.Output(new MediaHandler.None(), output.mediaType())
            : output,
        action.headersOnly(),
        read.legacyNames());
  }

  private Plan.Mutate mutate(ApiRequest request, Action.MutateRelation action) {
    Relation relation = relation(action.relation());
    PlannedRead read = reads.mutated(request, relation.name());
    Mutation mutation = mutations.plan(action.kind(), request, relation, read.tree());
    refuseInvalidPreferences(request);
    Plan.Output output = negotiation.negotiate(request.accept(), relation.name(), read.tree());
    boolean represented = request.preferences().returning() == Preferences.Return.REPRESENTATION;
    return new Plan.Mutate(
        relation,
        mutation,
        read.tree(),
        represented ? output : withoutBody(output),
        read.legacyNames());
  }

  private Plan.Call call(ApiRequest request, Action.CallRoutine action) {
    PlannedCall planned = calls.plan(action.routine(), action.method(), request);
    PlannedRead read = planned.read();
    Plan.Output output = negotiation.negotiate(request.accept(), planned.rows(), read.tree());
    refuseInvalidPreferences(request);
    Routine routine = planned.call().routine();
    refuseUncountable(request, routine);
    WholeToken.require(routine, request.query(), output);
    return new Plan.Call(
        planned.call(),
        read.tree(),
        action.method() == Action.CallMethod.HEAD ? withoutBody(output) : output,
        action.method(),
        action.method() != Action.CallMethod.POST || routine.volatility() != Volatility.VOLATILE,
        read.legacyNames());
  }

  /** OPTIONS of a function is answered only where the same HEAD request could be. */
  private Plan.Options describe(ApiRequest request, Action.RoutineInfo action) {
    Plan.Call call =
        call(request, new Action.CallRoutine(action.routine(), Action.CallMethod.HEAD));
    return new Plan.Options(new Plan.OptionsTarget.OfRoutine(call.routine()));
  }

  private static Plan.Output withoutBody(Plan.Output output) {
    return new Plan.Output(new MediaHandler.None(), output.mediaType());
  }

  private Relation relation(QualifiedName name) {
    Relation known = catalog.relation(name);
    if (known == null) {
      throw new CatalogError.NoRelation(
              name.schema(), name.name(), suggestions.relation(name).orElse(null))
          .asException();
    }
    return known;
  }

  private static void refuseInvalidPreferences(ApiRequest request) {
    if (request.preferences().strict() && !request.preferences().invalid().isEmpty()) {
      throw new RequestError.InvalidPreferences(request.preferences().invalid()).asException();
    }
  }

  /**
   * {@code max-affected} counts rows, of which a function that returns no set has none to count.
   */
  private static void refuseUncountable(ApiRequest request, Routine routine) {
    Preferences preferences = request.preferences();
    if (preferences.strict() && preferences.maxAffected() != null && !routine.result().setOf()) {
      throw new RequestError.MaxAffectedRpc().asException();
    }
  }
}
