package dev.pgext.project.release;

import dev.pgext.exec.Connector;
import dev.pgext.migrate.Companion;
import dev.pgext.migrate.MigrationEvent;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Session;
import dev.pgext.project.functions.FunctionDeployment;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import dev.pgext.project.functions.FunctionsReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a deployment besides its migrations. Confined to one run. */
final class ReleaseRun implements Companion {
  private final MigrationTarget target;
  private final Consumer<MigrationEvent> listener;
  private final ReleaseFiles files;
  private final String origin;
  private final int kept;
  private long release;

  ReleaseRun(
      MigrationTarget target,
      Consumer<MigrationEvent> listener,
      ReleaseFiles files,
      String origin,
      int kept) {
    this.target = target;
    this.listener = listener;
    this.files = files;
    this.origin = origin;
    this.kept = kept;
  }

  /** The number of the release that was made. */
  long release() {
    return release;
  }

  @Override
  public void prepare() throws SQLException {
    Connector connector = new Connector(target.connection().toPrimary(), target.settings());
    try (Connection connection = connector.open()) {
      StoreInstallation.run(connection);
      ReleaseStore store = new ReleaseStore(connection);
      for (FrontendFile file : store.missing(files.frontend().files())) {
        store.add(file);
      }
    }
  }

  @Override
  public void complete(Session session, List<String> applied) throws SQLException {
    FunctionsReport functions =
        new FunctionDeployment(session, listener)
            .apply(files.functions(), Scope.CHANGED, files.pruning());
    ReleaseStore store = new ReleaseStore(session.connection());
    Release former = store.current().orElse(null);
    release =
        store.add(
            new Release.Draft(
                origin,
                files.frontend().manifest(),
                files.functionNames(),
                applied,
                changes(former, functions, applied)));
    store.forgetOlder(kept);
    if (target.settings().channel().enabled()) {
      store.notifyServers(target.settings().channel().name());
    }
  }

  private List<String> changes(
      @Nullable Release former, FunctionsReport functions, List<String> applied) {
    List<String> changes = new ArrayList<>();
    List<String> known = former == null ? List.of() : former.migrations();
    count(changes, applied.stream().filter(one -> !known.contains(one)).count(), "migration");
    count(changes, functions.plan().due().size(), "file of functions", "files of functions");
    Manifest before = former == null ? Manifest.EMPTY : former.frontend();
    Manifest.Changes frontend = before.to(files.frontend().manifest());
    if (!frontend.none()) {
      changes.add("frontend " + frontend.summary());
    }
    return changes;
  }

  private static void count(List<String> changes, long count, String one) {
    count(changes, count, one, one + "s");
  }

  private static void count(List<String> changes, long count, String one, String more) {
    if (count > 0) {
      changes.add(count + " " + (count == 1 ? one : more));
    }
  }
}
