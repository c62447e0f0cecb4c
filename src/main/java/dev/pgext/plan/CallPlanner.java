package dev.pgext.plan;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Result;
import dev.pgext.error.ApiException;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ReadPlanner.PlannedRead;
import dev.pgext.plan.RoutineCall.Arguments;
import dev.pgext.plan.RoutineMatcher.Source;
import dev.pgext.request.Action;
import dev.pgext.request.ApiRequest;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans a function call and the read over its result.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/functions.html">PostgREST:
 *     functions as RPC</a>
 */
final class CallPlanner {
  private final RoutineFinder finder;
  private final ReadPlanner reads;

  CallPlanner(Catalog catalog, Suggestions suggestions, ReadPlanner reads) {
    this.finder = new RoutineFinder(catalog, suggestions);
    this.reads = reads;
  }

  /**
   * A call, the read over it, and what its rows are.
   *
   * @param rows the relation whose rows it returns; a name of that shape where they are no
   *     relation's
   */
  record PlannedCall(RoutineCall call, PlannedRead read, QualifiedName rows) {}

  /**
   * The call.
   *
   * @throws ApiException where no function fits, several do, or the read over it is at fault
   */
  PlannedCall plan(QualifiedName name, Action.CallMethod method, ApiRequest request) {
    boolean inBody = method == Action.CallMethod.POST;
    Routine routine = finder.find(name, inBody ? ofBody(request) : ofUrl(request));
    QualifiedName rows = rows(routine);
    PlannedRead read = reads.called(request, rowType(routine), rows);
    Arguments arguments =
        inBody
            ? RoutineArguments.ofBody(routine, request)
            : RoutineArguments.ofUrl(routine, request);
    RoutineCall call = new RoutineCall(routine, arguments, ReturnedColumns.ofCall(read.tree()));
    return new PlannedCall(call, read, rows);
  }

  private static RoutineMatcher ofBody(ApiRequest request) {
    return new RoutineMatcher(request.columns(), Source.BODY, request.contentType());
  }

  private static RoutineMatcher ofUrl(ApiRequest request) {
    Set<String> names =
        request.query().arguments().stream()
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    return new RoutineMatcher(names, Source.URL, request.contentType());
  }

  private static QualifiedName rows(Routine routine) {
    Result result = routine.result();
    String name = result.composite() ? result.type().name() : routine.name().name();
    return new QualifiedName(routine.name().schema(), name);
  }

  private static RowType rowType(Routine routine) {
    return new RowType(routine.result().type(), routine.result().columns());
  }
}
