package dev.pgext.realtime.cdc;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import java.util.function.Supplier;

/**
 * Reads the write-ahead log through a logical replication slot. PostgreSQL's slot is the queue: its
 * position is held back by what the sink retains, so that after a restart of this server all of
 * that comes again.
 *
 * <p>It owns the thread {@code pgext-wal-reader}, which goes on through every loss of a connection,
 * and a second one that looks after the slot.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/logicaldecoding-explanation.html">PostgreSQL:
 *     logical decoding concepts</a>
 */
public final class ReplicationSource implements ChangeSource {
  private final String publication;
  private final long maxTransaction;
  private final Progress progress;
  private final ReplicationSession session;
  private final ReadLoop loop;

  /**
   * A source that does nothing until {@link #start}.
   *
   * @param connector to a server that accepts writes, as a role with REPLICATION
   * @param retention whose {@code maxWal} the slot may hold back
   * @param output gives the settings of a REST session, so that values print alike
   */
  public ReplicationSource(
      Connector connector,
      Config.Source source,
      Config.Retention retention,
      Supplier<OutputSettings> output,
      Observer observer) {
    this(
        new ReplicationParts(
            connector, source, retention.maxWal(), output, observer, Pace.standard()));
  }

  ReplicationSource(ReplicationParts parts) {
    this.publication = parts.source().publication();
    this.maxTransaction = parts.source().maxTransaction();
    this.progress = new Progress(parts.source().slot());
    this.session = new ReplicationSession(parts, progress);
    this.loop = new ReadLoop(progress, parts.pace(), parts.observer());
  }

  @Override
  public void start(ChangeSink sink) {
    TransactionAssembler assembler = new TransactionAssembler(maxTransaction);
    Continuity continuity = new Continuity(publication, sink, progress);
    loop.start("pgext-wal-reader", () -> session.run(assembler, continuity, sink));
  }

  @Override
  public SourceStatus status() {
    return progress.status();
  }

  @Override
  public void close() {
    progress.close();
    session.abort();
    loop.join();
  }
}
