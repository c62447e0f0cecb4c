package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the plugin {@code pgoutput}, protocol version 1.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL:
 *     logical replication message formats</a>
 */
sealed interface PgOutputMessage {

  /** A transaction begins; all of it follows, because version 1 sends only what committed. */
  record Begin(Lsn commitRecord, Instant committedAt, long xid) implements PgOutputMessage {}

  /** It is complete. */
  record Commit(Lsn commitRecord, Lsn end, Instant committedAt) implements PgOutputMessage {}

  /** What a table looks like from here on. */
  record Relation(int oid, QualifiedName name, ReplicaIdentity identity, List<Column> columns)
      implements PgOutputMessage {}

  record Insert(int oid, Tuple after) implements PgOutputMessage {}

  /** {@code before} is null where the replica identity did not change and is not FULL. */
  record Update(int oid, OldImage image, @Nullable Tuple before, Tuple after)
      implements PgOutputMessage {}

  record Delete(int oid, OldImage image, Tuple before) implements PgOutputMessage {}

  record Truncate(List<Integer> oids) implements PgOutputMessage {}

  /** What {@code pg_logical_emit_message} wrote. */
  record Emitted(boolean transactional, String prefix, String content) implements PgOutputMessage {}

  /** A data type's name, or where a transaction came from: nothing follows from them here. */
  record Ignored() implements PgOutputMessage {}

  /** What an old tuple has. */
  enum OldImage {
    NONE,
    KEY,
    WHOLE
  }
}
