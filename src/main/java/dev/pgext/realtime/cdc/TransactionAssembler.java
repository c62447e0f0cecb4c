package dev.pgext.realtime.cdc;

import dev.pgext.realtime.cdc.PgOutputDecoder.ProtocolFault;
import dev.pgext.realtime.cdc.PgOutputMessage.Begin;
import dev.pgext.realtime.cdc.PgOutputMessage.Commit;
import dev.pgext.realtime.cdc.PgOutputMessage.Delete;
import dev.pgext.realtime.cdc.PgOutputMessage.Emitted;
import dev.pgext.realtime.cdc.PgOutputMessage.Ignored;
import dev.pgext.realtime.cdc.PgOutputMessage.Insert;
import dev.pgext.realtime.cdc.PgOutputMessage.OldImage;
import dev.pgext.realtime.cdc.PgOutputMessage.Relation;
import dev.pgext.realtime.cdc.PgOutputMessage.Truncate;
import dev.pgext.realtime.cdc.PgOutputMessage.Update;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages to whole transactions. Outlives connections, so that a table that is described again
 * gets a higher generation: PostgreSQL repeats descriptions on a new connection, and what happened
 * to policies and grants meanwhile must be looked up again anyway. Confined to the reader's thread.
 */
final class TransactionAssembler {
  private final long limit;
  private final Map<Integer, TableShape> described = new HashMap<>();
  private long generation;
  private @Nullable TransactionBuilder open;

  /**
   * An assembler that has seen nothing.
   *
   * @param limit of a transaction's bytes, above which its rows are not kept
   */
  TransactionAssembler(long limit) {
    this.limit = limit;
  }

  /** A new connection: its stream starts at a transaction's begin and describes every table. */
  void reconnected() {
    open = null;
    described.clear();
  }

  /** Whether a transaction has begun and is not complete. */
  boolean inTransaction() {
    return open != null;
  }

  /**
   * Takes the next message.
   *
   * @return the transaction that it completed; null where it did not
   * @throws ProtocolFault where it cannot come here
   */
  @Nullable Transaction accept(PgOutputMessage message) {
    switch (message) {
      case Begin begin -> begin(begin);
      case Relation relation -> describe(relation);
      case Insert insert -> inserted(insert);
      case Update update -> updated(update);
      case Delete delete -> deleted(delete);
      case Truncate truncate -> truncate.oids().forEach(oid -> open().truncate(shape(oid)));
      case Emitted emitted -> emit(emitted);
      case Ignored ignored -> {}
      case Commit commit -> {
        return complete(commit);
      }
    }
    return null;
  }

  private void begin(Begin begin) {
    if (open != null) {
      throw new ProtocolFault("a transaction began within another", null);
    }
    open = new TransactionBuilder(begin.xid(), limit);
  }

  private Transaction complete(Commit commit) {
    Transaction complete = open().build(commit.end(), commit.committedAt());
    open = null;
    return complete;
  }

  private void describe(Relation relation) {
    TableShape shape =
        new TableShape(
            relation.oid(), relation.name(), relation.identity(), relation.columns(), ++generation);
    described.put(relation.oid(), shape);
    open().describe(shape);
  }

  private void inserted(Insert insert) {
    open().row(shape(insert.oid()), Change.Operation.INSERT, null, insert.after());
  }

  private void updated(Update update) {
    TableShape shape = shape(update.oid());
    Tuple before = oldImage(update.image(), update.before(), shape);
    Tuple after = before == null ? update.after() : update.after().completedFrom(before);
    open().row(shape, Change.Operation.UPDATE, before, after);
  }

  private void deleted(Delete delete) {
    TableShape shape = shape(delete.oid());
    Tuple before = oldImage(delete.image(), delete.before(), shape);
    open().row(shape, Change.Operation.DELETE, before, null);
  }

  private static @Nullable Tuple oldImage(
      OldImage image, @Nullable Tuple before, TableShape shape) {
    return image == OldImage.KEY && before != null ? before.onlyIdentity(shape) : before;
  }

  /** A message outside of a transaction has no place in the order; only heartbeats are such. */
  private void emit(Emitted emitted) {
    if (emitted.transactional()) {
      open().emit(emitted.prefix(), emitted.content());
    }
  }

  private TransactionBuilder open() {
    if (open == null) {
      throw new ProtocolFault("a change came outside of a transaction", null);
    }
    return open;
  }

  private TableShape shape(int oid) {
    TableShape shape = described.get(oid);
    if (shape == null) {
      throw new ProtocolFault("a table was not described: " + oid, null);
    }
    return shape;
  }
}
