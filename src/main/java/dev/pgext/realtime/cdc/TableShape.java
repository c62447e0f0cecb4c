package dev.pgext.realtime.cdc;

import dev.pgext.pg.QualifiedName;
import java.util.List;

/**
 * What a Relation message says of a table. The same instance serves all changes until PostgreSQL
 * repeats the message, which it does after every change of the table's columns, policies or grants.
 *
 * @param oid the table's; a partition's root, as published
 * @param identity which old values an UPDATE or DELETE carries
 * @param generation rises with each repeated message, so that what was derived from an older one is
 *     told apart
 * @see <a
 *     href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL:
 *     logical replication message formats</a>
 */
public record TableShape(
    int oid, QualifiedName name, ReplicaIdentity identity, List<Column> columns, long generation) {

  public TableShape {
    columns = List.copyOf(columns);
  }

  /** The position of a column; negative where there is none of that name. */
  public int indexOf(String column) {
    for (int index = 0; index < columns.size(); index++) {
      if (columns.get(index).name().equals(column)) {
        return index;
      }
    }
    return -1;
  }

  /**
   * One column.
   *
   * @param typeModifier {@code pg_attribute.atttypmod}
   * @param identity whether it is part of the replica identity, which need not be the primary key
   */
  public record Column(String name, int typeOid, int typeModifier, boolean identity) {}

  /** {@code pg_class.relreplident}. */
  public enum ReplicaIdentity {
    DEFAULT,
    NOTHING,
    FULL,
    INDEX
  }
}
