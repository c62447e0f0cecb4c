package dev.pgext.realtime.cdc;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tables in the queue look like. No message tells when one changes, so it is looked up for
 * every batch, and a fingerprint of the catalog's rows says whether it is another one. Confined to
 * the reader's thread; outlives connections.
 */
final class QueuedTables {
  private static final String DESCRIBE =
      """
      WITH queued AS (
        SELECT leaf, coalesce(
          (SELECT relid FROM pg_partition_ancestors(leaf) WITH ORDINALITY AS ancestor (relid, distance)
           JOIN pg_trigger ON tgrelid = relid AND tgname = 'pgext_queue' AND tgparentid = 0
           ORDER BY distance DESC LIMIT 1), leaf) AS root
        FROM unnest(?::oid[]) AS leaf)
      SELECT queued.leaf::bigint, c.oid::bigint, n.nspname, c.relname,
        md5(concat_ws(';', c.xmin, c.relname, n.nspname,
          (SELECT string_agg(xmin::text, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid),
          (SELECT string_agg(concat(oid, ':', xmin), ',' ORDER BY oid) FROM pg_policy WHERE polrelid = c.oid))),
        a.attname, a.atttypid::bigint, a.atttypmod, own.attnum
      FROM queued
      JOIN pg_class AS c ON c.oid = queued.root
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attribute AS own
        ON own.attrelid = queued.leaf AND own.attname = a.attname AND NOT own.attisdropped
      ORDER BY queued.leaf, a.attnum
      """;

  private final Map<Integer, QueuedTable> tables = new HashMap<>();
  private final Map<Integer, TableShape> shapes = new HashMap<>();
  private final Map<Integer, String> fingerprints = new HashMap<>();
  private final Set<Integer> fresh = new HashSet<>();
  private long generation;

  /** Looks these up. One that was dropped meanwhile is unknown afterwards. */
  void describe(Connection connection, Collection<Integer> oids) throws SQLException {
    oids.forEach(tables::remove);
    try (PreparedStatement describe = connection.prepareStatement(DESCRIBE)) {
      Object[] wanted = oids.stream().map(Integer::toUnsignedLong).toArray();
      describe.setArray(1, connection.createArrayOf("oid", wanted));
      try (ResultSet rows = describe.executeQuery()) {
        Draft draft = null;
        while (rows.next()) {
          int oid = (int) rows.getLong(1);
          if (draft == null || draft.oid != oid) {
            finish(draft);
            draft = new Draft(oid, rows);
          }
          draft.add(rows);
        }
        finish(draft);
      }
    }
  }

  @Nullable QueuedTable find(int oid) {
    return tables.get(oid);
  }

  /** Whether the shape is new since this was last asked. */
  boolean takeFresh(TableShape shape) {
    return fresh.remove(shape.oid());
  }

  private void finish(@Nullable Draft draft) {
    if (draft == null) {
      return;
    }
    String former = fingerprints.put(draft.root, draft.fingerprint);
    TableShape shape = shapes.get(draft.root);
    if (shape == null || !draft.fingerprint.equals(former)) {
      fresh.add(draft.root);
      shape = draft.shape(++generation);
      shapes.put(draft.root, shape);
    }
    tables.put(draft.oid, new QueuedTable(shape, draft.positions));
  }

  /** A table while its columns are read. */
  private static final class Draft {
    private final int oid;
    private final int root;
    private final QualifiedName name;
    private final String fingerprint;
    private final List<Column> columns = new ArrayList<>();
    private final Map<Short, Integer> positions = new HashMap<>();

    Draft(int oid, ResultSet row) throws SQLException {
      this.oid = oid;
      this.root = (int) row.getLong(2);
      this.name = new QualifiedName(row.getString(3), row.getString(4));
      this.fingerprint = row.getString(5);
    }

    void add(ResultSet row) throws SQLException {
      short number = row.getShort(9);
      if (!row.wasNull()) {
        positions.put(number, columns.size());
      }
      columns.add(new Column(row.getString(6), (int) row.getLong(7), row.getInt(8), true));
    }

    /** The triggers write whole old rows. */
    TableShape shape(long generation) {
      return new TableShape(root, name, ReplicaIdentity.FULL, columns, generation);
    }
  }
}
