package dev.pgext.cli;

import dev.pgext.migrate.Direction;
import dev.pgext.migrate.MigrationEvent;
import dev.pgext.migrate.MigrationPlan;
import dev.pgext.migrate.MigrationReport;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What migrations say, in lines for a terminal or a log. */
final class MigrationLines {
  private MigrationLines() {}

  /** A listener that prints as things happen. */
  static Consumer<MigrationEvent> to(PrintStream out) {
    return event -> {
      String line = line(event);
      if (line != null) {
        out.println(line);
      }
    };
  }

  static @Nullable String line(MigrationEvent event) {
    return switch (event) {
      case MigrationEvent.Waiting e ->
          "Another run is at work (" + e.holder() + "): waiting for it …";
      case MigrationEvent.TakenOver e ->
          "Taken over from %s, as applied already: %d migration%s"
              .formatted(e.table(), e.migrations(), e.migrations() == 1 ? "" : "s");
      case MigrationEvent.Starting e -> null;
      case MigrationEvent.Finished e ->
          "  %s %s (%d ms)"
              .formatted(
                  e.direction() == Direction.UP ? "up  " : "down", e.path(), e.took().toMillis());
      case MigrationEvent.Resuming e ->
          "  %s was interrupted: %d of its %d statements are done, going on"
              .formatted(e.path(), e.done(), e.statements());
      case MigrationEvent.LockRetry e ->
          "  %s: the lock was not free; retry %d of %d in %.1f s"
              .formatted(e.place(), e.attempt(), e.attempts(), e.delay().toMillis() / 1000.0);
      case MigrationEvent.Notice e -> "  notice: " + e.text();
      case MigrationEvent.Note e -> "  " + e.text();
    };
  }

  static void plan(MigrationPlan plan, PrintStream out) {
    if (plan.steps().isEmpty()) {
      out.println("Nothing to do.");
      return;
    }
    out.println(
        plan.together()
            ? "In one transaction:"
            : "One after the other, since not all can be in one transaction:");
    for (MigrationPlan.Step step : plan.steps()) {
      out.printf(
          "  %s %s: %d statement%s%s%n",
          step.direction() == Direction.UP ? "up  " : "down",
          step.path(),
          step.statements(),
          step.statements() == 1 ? "" : "s",
          step.transactional() ? "" : ", each committed by itself");
    }
  }

  static void report(MigrationReport report, PrintStream out) {
    for (String missing : report.missing()) {
      System.err.println("  " + missing + " is applied, but its file is missing");
    }
    if (report.applied().isEmpty() && report.reverted().isEmpty()) {
      out.println("Nothing to do.");
      return;
    }
    if (!report.reverted().isEmpty()) {
      out.println(count(report.reverted().size()) + " reverted.");
    }
    if (!report.applied().isEmpty()) {
      out.println(count(report.applied().size()) + " applied.");
    }
  }

  private static String count(int count) {
    return count + (count == 1 ? " migration" : " migrations");
  }
}
