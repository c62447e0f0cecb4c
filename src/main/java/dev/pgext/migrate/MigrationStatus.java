package dev.pgext.migrate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a database is, against a project's files.
 *
 * @param running who is at work in it now; null where nobody is
 * @param takenOver tables of other tools that the next run copies
 */
public record MigrationStatus(
    List<Entry> entries, @Nullable String running, List<String> takenOver) {

  public MigrationStatus {
    entries = List.copyOf(entries);
    takenOver = List.copyOf(takenOver);
  }

  /** What a migration's state is. */
  public enum State {
    APPLIED("applied"),
    /** Taken as applied, not run. */
    BASELINE("baseline"),
    PENDING("pending"),
    /** Applied once, and its file is another one now: it runs again. */
    OUTDATED("changed, runs again"),
    /** Interrupted or failed part of the way up. */
    PARTIAL("partly applied"),
    /** Interrupted or failed part of the way down. */
    REVERTING("partly reverted"),
    /** Its file was edited after it was applied. */
    EDITED("edited after it was applied"),
    /** Its file is gone. */
    MISSING("applied, but its file is missing"),
    /** Covered by a baseline. */
    COVERED("covered by the baseline");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }

    /** Whether the next run does something about it. */
    public boolean due() {
      return this == PENDING || this == OUTDATED || this == PARTIAL;
    }

    /** Whether the next run refuses to begin because of it. */
    public boolean inTheWay() {
      return this == EDITED || this == REVERTING;
    }
  }

  /**
   * A migration.
   *
   * @param version empty where it has none
   * @param path as a user would open it
   * @param done statements that are committed, where it is interrupted
   * @param statements how many it has, where it is interrupted
   */
  public record Entry(
      String version,
      String description,
      String path,
      State state,
      @Nullable Instant appliedAt,
      @Nullable String origin,
      @Nullable Integer done,
      @Nullable Integer statements) {}

  /** Whether nothing is left to do, and nothing is wrong. */
  public boolean upToDate() {
    return running == null
        && entries.stream().noneMatch(entry -> entry.state().due() || entry.state().inTheWay());
  }

  /** What the next run would do something about. */
  public List<Entry> due() {
    return entries.stream().filter(entry -> entry.state().due()).toList();
  }

  /** What is left to do, for people. */
  public String summary() {
    if (upToDate()) {
      return "Up to date.";
    }
    List<String> left = new ArrayList<>();
    if (running != null) {
      left.add("A run is at work now: %s.".formatted(running));
    }
    long inTheWay = entries.stream().filter(entry -> entry.state().inTheWay()).count();
    if (inTheWay > 0) {
      left.add("%d to put right first: `pgext migrate --dry-run` says how.".formatted(inTheWay));
    }
    if (!due().isEmpty()) {
      left.add("%d to apply.".formatted(due().size()));
    }
    return String.join(" ", left);
  }
}
