package dev.pgext.project.release;

import dev.pgext.migrate.ExclusiveTransaction;
import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Migrations;
import dev.pgext.migrate.Session;
import dev.pgext.project.functions.FunctionDeployment;
import dev.pgext.project.functions.FunctionSet;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import dev.pgext.project.release.ReleaseException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The releases of a database: which there are, and the way back to one. */
public final class Releases {
  private final MigrationTarget target;
  private final MigrationSettings settings;

  public Releases(MigrationTarget target, MigrationSettings settings) {
    this.target = target;
    this.settings = settings;
  }

  /** What servers serve; empty before the first. */
  public Optional<Release> current() {
    return with(ReleaseStore::current);
  }

  /** All that are kept, the newest first. */
  public List<Release> all() {
    return with(ReleaseStore::releases);
  }

  /**
   * What {@link #rollback} would do. Changes nothing.
   *
   * @param id which to bring back; null for the one before the current
   * @throws ReleaseException where there is none
   */
  public RollbackPlan planRollback(@Nullable Long id) {
    List<String> applied = Migrations.of(Path.of(""), settings).applied(target);
    try (Session session = Session.open(target, settings.lockTimeout())) {
      ReleaseStore store = new ReleaseStore(session.connection());
      Release from =
          store
              .current()
              .orElseThrow(() -> refused("nothing was deployed to this database yet", "deploy"));
      Release to = wanted(store.releases(), from, id);
      return new RollbackPlan(
          from,
          to,
          FunctionsPlan.of(functions(session, to), session, Scope.CHANGED),
          from.frontend().to(to.frontend()),
          without(applied, to.migrations()),
          without(to.migrations(), applied));
    } catch (SQLException failure) {
      throw Session.broken(failure);
    }
  }

  private static List<String> without(List<String> scripts, List<String> others) {
    return scripts.stream().filter(script -> !others.contains(script)).toList();
  }

  private static FunctionSet functions(Session session, Release release) throws SQLException {
    return FunctionSet.stored(session, release.functions().files());
  }

  private static Release wanted(List<Release> all, Release from, @Nullable Long id) {
    Long wanted = id == null ? from.former() : id;
    if (wanted == null) {
      throw refused(
          "release %d is the first: there is none before it".formatted(from.id()), "deploy list");
    }
    if (wanted == from.id()) {
      throw refused("release %d is the current one".formatted(wanted), "deploy list");
    }
    return all.stream()
        .filter(release -> release.id() == wanted)
        .findFirst()
        .orElseThrow(() -> refused("release %d is not kept".formatted(wanted), "deploy list"));
  }

  private static ReleaseException refused(String what, String command) {
    return new ReleaseException(Reason.STATE, "%s.\n  hint: `pgext %s`".formatted(what, command));
  }

  /**
   * Switches to a former release, in one transaction.
   *
   * @throws ReleaseException where another one became current meanwhile
   */
  public void rollback(RollbackPlan plan, Pruning pruning) {
    new ExclusiveTransaction(target, settings)
        .run(End.COMMIT, session -> switchTo(plan, pruning, session));
  }

  private long switchTo(RollbackPlan plan, Pruning pruning, Session session) throws SQLException {
    ReleaseStore store = new ReleaseStore(session.connection());
    long now = store.current().map(Release::id).orElse(0L);
    if (now != plan.from().id()) {
      throw refused("meanwhile release %d became the current one".formatted(now), "deploy list");
    }
    new FunctionDeployment(session, settings.listener())
        .apply(functions(session, plan.to()), Scope.CHANGED, pruning);
    store.switchTo(plan.to().id());
    if (target.settings().channel().enabled()) {
      store.notifyServers(target.settings().channel().name());
    }
    return now;
  }

  /** Something done with what a database keeps. */
  private interface Task<T> {
    T run(ReleaseStore store) throws SQLException;
  }

  private <T> T with(Task<T> task) {
    try (Session session = Session.open(target, settings.lockTimeout())) {
      return task.run(new ReleaseStore(session.connection()));
    } catch (SQLException failure) {
      throw Session.broken(failure);
    }
  }
}
