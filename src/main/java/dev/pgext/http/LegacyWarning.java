package dev.pgext.http;

import dev.pgext.error.Header;
import dev.pgext.observe.Observation;
import dev.pgext.plan.Plan;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.RawRequest;
import java.util.stream.Collectors;

/** Says that an embed was named by its relation although it has an alias. */
final class LegacyWarning {
  private static final String MESSAGE =
      "Embedded resource was referenced by relation name even though it has an alias. This is"
          + " deprecated and will stop working in a future release.";

  private final String replacements;

  private LegacyWarning(String replacements) {
    this.replacements = replacements;
  }

  static LegacyWarning of(Plan.Rows plan) {
    return new LegacyWarning(
        plan.legacyNames().stream()
            .map(name -> "`" + name.relation() + "` to `" + name.alias() + "`")
            .collect(Collectors.joining(", ")));
  }

  Observation observation(RawRequest raw, ApiRequest request) {
    String target = raw.query().isEmpty() ? request.path() : request.path() + "?" + raw.query();
    return new Observation.LegacyTargetNames(MESSAGE, replacements, request.method(), target);
  }

  /** {@code Warning}, as RFC 7234 section 5.5 has it. */
  Header header(String version) {
    return new Header(
        "Warning",
        "299 PostgRESTv%s \"%s Update %s in query string filters, orders or limits.\""
            .formatted(version.replace(" ", ""), MESSAGE, replacements));
  }
}
