package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that every table has besides its own. Views have none, so PostgreSQL still says of
 * each whether it exists; but a value that it is compared with needs its type.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">PostgreSQL: system
 *     columns</a>
 */
public final class SystemColumns {
  private static final DataType OID = type(26, "oid");
  private static final DataType TID = type(27, "tid");
  private static final DataType XID = type(28, "xid");
  private static final DataType CID = type(29, "cid");

  private static final Map<String, DataType> TYPES =
      Map.of("tableoid", OID, "ctid", TID, "xmin", XID, "xmax", XID, "cmin", CID, "cmax", CID);

  private SystemColumns() {}

  /** The type of the system column of that name, or null where there is none. */
  public static @Nullable DataType type(String column) {
    return TYPES.get(column);
  }

  private static DataType type(int oid, String name) {
    return new DataType(oid, oid, name, name, new QualifiedName("pg_catalog", name));
  }
}
