package dev.pgext.realtime.install;

import dev.pgext.observe.Observation;
import java.util.List;
import java.util.stream.Stream;

/** What the installer found, schema by schema. */
public record InstallReport(List<Finding> findings) {

  public InstallReport {
    findings = List.copyOf(findings);
  }

  /** Whether everything is there. */
  public boolean complete() {
    return findings.stream()
        .allMatch(
            finding ->
                switch (finding) {
                  case Finding.Installed installed -> true;
                  case Finding.Current current -> true;
                  case Finding.Newer newer -> true;
                  case Finding.Foreign foreign -> false;
                  case Finding.Forbidden forbidden -> false;
                  case Finding.Failed failed -> false;
                });
  }

  /** What of it is worth a line in the log. */
  public List<Observation> observations() {
    return findings.stream().flatMap(InstallReport::observation).toList();
  }

  private static Stream<Observation> observation(Finding finding) {
    return switch (finding) {
      case Finding.Current current -> Stream.empty();
      case Finding.Installed installed ->
          Stream.of(new Observation.SqlInstalled(installed.schema(), installed.version()));
      case Finding.Newer newer ->
          off(
              newer.schema(),
              "it has version %d of a newer pgext".formatted(newer.version()),
              "nothing, but this release does not know what is new in it");
      case Finding.Foreign foreign ->
          off(
              foreign.schema(),
              "it belongs to role %s and is left alone".formatted(foreign.owner()),
              foreign.without());
      case Finding.Forbidden forbidden ->
          Stream.of(
              new Observation.SqlMissing(
                  forbidden.schema(),
                  forbidden.reason(),
                  forbidden.without(),
                  "%s: %s".formatted(forbidden.by(), forbidden.statement())));
      case Finding.Failed failed -> off(failed.schema(), failed.reason(), failed.without());
    };
  }

  private static Stream<Observation> off(String schema, String reason, String without) {
    return Stream.of(new Observation.SqlMissing(schema, reason, without, null));
  }
}
