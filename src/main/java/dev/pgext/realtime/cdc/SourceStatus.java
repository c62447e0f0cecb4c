package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a source stands.
 *
 * @param phase whether changes arrive
 * @param slot the replication slot's name; null for the queue
 * @param received the last commit read
 * @param retainedBytes WAL that the slot holds back
 * @param lagBytes WAL written and not yet read
 * @param lag age of what is read now; zero when caught up
 * @param fault what keeps it from streaming, for people; null when nothing does
 */
public record SourceStatus(
    Phase phase,
    @Nullable String slot,
    long epoch,
    Lsn received,
    long retainedBytes,
    long lagBytes,
    Duration lag,
    @Nullable String fault) {

  /** Where a source is between start and close. */
  public enum Phase {
    /** Connecting, or making slot and publication. */
    STARTING,
    /** Another server reads the slot; this one waits for it. */
    WAITING,
    /**
     * Changes arrive, and what was retained before the start has been read again: every cursor can
     * be answered. Before that one may lie ahead of the log.
     */
    STREAMING,
    /** The connection was lost, or something is missing; it tries again. */
    RECOVERING,
    /** Closed. */
    STOPPED
  }
}
