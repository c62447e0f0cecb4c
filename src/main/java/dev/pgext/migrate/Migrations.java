package dev.pgext.migrate;

import dev.pgext.migrate.Comparison.Item;
import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.migrate.MigrationStatus.State;
import dev.pgext.migrate.file.MigrationFile;
import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.file.MigrationFileException;
import dev.pgext.migrate.file.MigrationFolder;
import dev.pgext.migrate.file.ProjectFolder;
import dev.pgext.migrate.file.Section;
import dev.pgext.migrate.file.Surroundings;
import dev.pgext.migrate.file.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A project's migrations, and what can be done with them. Each call connects, does its work and
 * disconnects; calls that change something wait for each other, in whatever process they are.
 */
public final class Migrations {
  private final ProjectFolder folder;
  private final MigrationSettings settings;

  private Migrations(ProjectFolder folder, MigrationSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /** The migrations of a project's folder. */
  public static Migrations of(Path project, MigrationSettings settings) {
    return new Migrations(new ProjectFolder(project), settings);
  }

  /** How far the database is. Changes nothing. */
  public MigrationStatus status(MigrationTarget target) {
    return with(target, session -> Statuses.of(session, settings, files(target)));
  }

  /** Applies all that is due. */
  public MigrationReport apply(MigrationTarget target) {
    return up(target, null);
  }

  /** Applies what is due up to a version; repeatable ones only without a version. */
  public MigrationReport up(MigrationTarget target, @Nullable Version to) {
    return locked(
        target,
        run -> {
          Comparison found = run.comparison();
          List<Work> works = upwards(found, to);
          run.runner().run(works);
          return report(works, found);
        });
  }

  /** What {@link #up} would do. Changes nothing. */
  public MigrationPlan plan(MigrationTarget target, @Nullable Version to) {
    return with(
        target,
        session ->
            MigrationPlan.of(upwards(Statuses.comparison(session, settings, files(target)), to)));
  }

  /** Applies all that is due, and completes what goes with it. */
  public MigrationReport apply(MigrationTarget target, Companion companion) {
    return locked(
        target,
        run -> {
          Comparison found = run.comparison();
          List<Work> works = upwards(found, null);
          run.runner().run(works, companion);
          return report(works, found);
        });
  }

  /** What {@link #apply(MigrationTarget, Companion)} would apply. Changes nothing. */
  public MigrationPlan planAccompanied(MigrationTarget target) {
    return with(
        target,
        session ->
            MigrationPlan.accompanied(
                upwards(Statuses.comparison(session, settings, files(target)), null)));
  }

  /** The scripts that a database has, in the order in which they were applied. Changes nothing. */
  public List<String> applied(MigrationTarget target) {
    return with(
        target,
        session -> {
          History history = new History(session);
          return history.exists()
              ? history.rows().stream().map(HistoryRow::script).toList()
              : List.<String>of();
        });
  }

  /** Takes back the last ones. */
  public MigrationReport down(MigrationTarget target, int count) {
    return locked(
        target,
        run -> {
          Comparison found = run.comparison();
          List<Work> works = downwards(found, count);
          run.runner().run(works);
          return report(works, found);
        });
  }

  /** What {@link #down} would do. Changes nothing. */
  public MigrationPlan planDown(MigrationTarget target, int count) {
    return with(
        target,
        session ->
            MigrationPlan.of(
                downwards(Statuses.comparison(session, settings, files(target)), count)));
  }

  /** Takes back the last ones and applies them again. */
  public MigrationReport redo(MigrationTarget target, int count) {
    return locked(
        target,
        run -> {
          Comparison found = run.comparison();
          List<Work> works = new ArrayList<>(downwards(found, count));
          List<Work> again = new ArrayList<>();
          works.forEach(
              work -> again.add(Work.of(work.file(), Direction.UP, work.file().up(), null)));
          Collections.reverse(again);
          works.addAll(again);
          run.runner().run(works);
          return report(works, found);
        });
  }

  /**
   * Runs seed.sql in one transaction.
   *
   * @return false where there is none
   */
  public boolean seed(MigrationTarget target) {
    return Files.isRegularFile(folder.seed())
        && new ExclusiveTransaction(target, settings)
            .run(
                ExclusiveTransaction.End.COMMIT,
                session -> {
                  new Seed(session, settings.listener()).run(folder);
                  return true;
                });
  }

  /**
   * Runs seed.sql, unless this database had it before.
   *
   * @return false where it was not run
   */
  public boolean seedOnce(MigrationTarget target) {
    if (!Files.isRegularFile(folder.seed())
        || with(target, session -> new Seed(session, settings.listener()).done())) {
      return false;
    }
    return seed(target);
  }

  /** Makes the history as the folder is, without running anything. */
  public List<String> repair(MigrationTarget target) {
    return locked(target, run -> new Repair(run.history(), run.comparison()).run());
  }

  /** Takes what is there as applied, up to a version, without running anything. */
  public List<String> baseline(MigrationTarget target, @Nullable Version to) {
    return locked(target, run -> baseline(run.history(), run.comparison(), to));
  }

  private static List<String> baseline(History history, Comparison found, @Nullable Version to)
      throws SQLException {
    if (!found.rows().isEmpty() || !found.progress().isEmpty()) {
      throw new MigrationException(
          Reason.STATE,
          "the database has a history already: a baseline is for one that has none.\n  hint: `pgext migrate status` shows it");
    }
    List<String> taken = new ArrayList<>();
    for (MigrationFile file : found.files()) {
      if (file.kind() != Kind.BASELINE && reaches(file, to)) {
        history.add(file, History.BASELINE, Duration.ZERO);
        taken.add(file.path());
      }
    }
    return taken;
  }

  /**
   * Waits until the database answers and nothing is due.
   *
   * @throws MigrationException with the last reason why not, when time is up
   */
  public void await(MigrationTarget target, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (true) {
      String reason = reasonToWait(target);
      if (reason == null) {
        return;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new MigrationException(
            Reason.TIMEOUT, "not ready after %d s: %s".formatted(patience.toSeconds(), reason));
      }
      pause();
    }
  }

  private @Nullable String reasonToWait(MigrationTarget target) {
    try {
      MigrationStatus status = status(target);
      return status.upToDate()
          ? null
          : status.summary() + "\n  hint: this only waits; `pgext migrate` applies what is due";
    } catch (MigrationException failure) {
      if (failure.reason() != Reason.UNREACHABLE) {
        throw failure;
      }
      return String.valueOf(failure.getMessage());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(Reason.TIMEOUT, "interrupted");
    }
  }

  private static List<Work> upwards(Comparison found, @Nullable Version to) {
    found.requireUnedited();
    requireKnown(found, to);
    return found.due().stream().map(item -> upwards(item, to)).flatMap(Optional::stream).toList();
  }

  private static Optional<Work> upwards(Item item, @Nullable Version to) {
    MigrationFile file = Objects.requireNonNull(item.file());
    return reaches(file, to)
        ? Optional.of(Work.of(file, Direction.UP, file.up(), item.progress()))
        : Optional.empty();
  }

  private static boolean reaches(MigrationFile file, @Nullable Version to) {
    if (to == null || file.kind() == Kind.SCHEMA) {
      return true;
    }
    return file.version() != null && file.version().compareTo(to) <= 0;
  }

  private static void requireKnown(Comparison found, @Nullable Version to) {
    boolean known =
        to == null || found.files().stream().anyMatch(file -> to.equals(file.version()));
    if (!known) {
      throw new MigrationException(Reason.STATE, "no migration has the version " + to);
    }
  }

  private static List<Work> downwards(Comparison found, int count) {
    List<Item> versions = new ArrayList<>();
    List<Item> items = found.items();
    for (HistoryRow row : found.rows()) {
      items.stream()
          .filter(item -> row.equals(item.row()) && row.kind() == Kind.VERSIONED)
          .forEach(versions::add);
    }
    refusePartial(items);
    Collections.reverse(versions);
    return versions.stream().limit(count).map(Migrations::downwards).toList();
  }

  private static void refusePartial(List<Item> items) {
    for (Item item : items) {
      if (item.state() == State.PARTIAL) {
        throw new MigrationException(
            Reason.STATE,
            "%s is applied only in part.\n  hint: `pgext migrate` finishes it; then it can be taken back"
                .formatted(item.path()));
      }
    }
  }

  private static Work downwards(Item item) {
    MigrationFile file = item.file();
    Section down = file == null ? null : file.down();
    if (file == null || down == null) {
      throw new MigrationException(
          Reason.STATE,
          "%s has no way down, so nothing was reverted.\n  hint: %s"
              .formatted(
                  item.path(),
                  file == null
                      ? "bring the file back"
                      : "write what undoes it below a line \"-- migrate:down\", or into a file U%s__….sql; or put the change into a new migration"
                          .formatted(file.version())));
    }
    return Work.of(file, Direction.DOWN, down, item.progress());
  }

  private static MigrationReport report(List<Work> works, Comparison found) {
    return new MigrationReport(
        paths(works, Direction.UP),
        paths(works, Direction.DOWN),
        found.items().stream()
            .filter(item -> item.state() == State.MISSING)
            .map(Item::path)
            .toList());
  }

  private static List<String> paths(List<Work> works, Direction direction) {
    return works.stream().filter(work -> work.direction() == direction).map(Work::path).toList();
  }

  private List<MigrationFile> files(MigrationTarget target) {
    Map<String, String> placeholders =
        Map.of(
            "flyway:database", target.connection().database(),
            "flyway:user", target.connection().user(),
            "flyway:defaultSchema", "public",
            "flyway:table", "flyway_schema_history",
            "flyway:environment", "default",
            "flyway:timestamp", Instant.now().toString(),
            "flyway:workingDirectory", folder.directory().toAbsolutePath().toString());
    try {
      return MigrationFolder.read(folder, new Surroundings(settings.environment(), placeholders));
    } catch (MigrationFileException fault) {
      throw new MigrationException(Reason.FILES, String.valueOf(fault.getMessage()));
    }
  }

  /** Something done with a session. */
  private interface Task<T> {
    T run(Session session) throws SQLException;
  }

  /** Something done while nobody else does it. */
  private interface LockedTask<T> {
    T run(LockedRun run) throws SQLException;
  }

  private <T> T with(MigrationTarget target, Task<T> task) {
    try (Session session = Session.open(target, settings.lockTimeout())) {
      return task.run(session);
    } catch (SQLException failure) {
      throw Session.broken(failure);
    }
  }

  private <T> T locked(MigrationTarget target, LockedTask<T> task) {
    List<MigrationFile> files = files(target);
    return with(target, session -> task.run(LockedRun.begin(session, target, settings, files)));
  }
}
