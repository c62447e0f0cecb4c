package dev.pgext.project.functions;

import java.util.List;
import java.util.Map;

/**
 * What a deployment of functions did.
 *
 * @param plan what was due
 * @param made by path
 * @param dropped what no file makes any more
 * @param left what files that are gone had made, and is there still
 */
public record FunctionsReport(
    FunctionsPlan plan,
    Map<String, List<DatabaseObject>> made,
    List<DatabaseObject> dropped,
    List<FunctionsPlan.Gone> left) {
  public FunctionsReport {
    dropped = List.copyOf(dropped);
    left = List.copyOf(left);
  }

  static FunctionsReport nothing(FunctionsPlan plan) {
    return new FunctionsReport(plan, Map.of(), List.of(), plan.gone());
  }
}
