package dev.pgext.realtime.row;

import dev.pgext.pg.SqlResource;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.row.ValueType.Field;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types that tables' columns have, asked for when a table with unknown ones is first seen, and
 * kept. Thread-safe; {@link #of} may ask the database, so the reader's thread never calls it.
 */
public final class TypeRegistry {
  private static final String QUERY = SqlResource.read(TypeRegistry.class, "types");

  private final Sessions sessions;
  private volatile Types known = Types.NONE;

  public TypeRegistry(Sessions sessions) {
    this.sessions = sessions;
  }

  /** The types of a table's columns: one query at most. */
  Types of(TableShape table) {
    Types types = known;
    List<Integer> unknown = new ArrayList<>();
    for (TableShape.Column column : table.columns()) {
      if (types.find(column.typeOid()) == null) {
        unknown.add(column.typeOid());
      }
    }
    return unknown.isEmpty() ? types : grown(types, sessions.use(on -> load(on, unknown)));
  }

  /** What the types of a table's columns are called, as {@code pg_type.typname} has it. */
  public List<String> names(TableShape table) {
    Types types = of(table);
    List<String> names = new ArrayList<>(table.columns().size());
    for (TableShape.Column column : table.columns()) {
      ValueType type = types.find(column.typeOid());
      names.add(type == null ? "unknown" : type.name());
    }
    return names;
  }

  /** Kept unless something was forgotten meanwhile. */
  @SuppressWarnings("ReferenceEquality") // nothing may have been there to forget
  private synchronized Types grown(Types types, List<ValueType> loaded) {
    Map<Integer, ValueType> all = new HashMap<>(types.byOid());
    loaded.forEach(type -> all.put(type.oid(), type));
    Types grown = new Types(all);
    if (known == types) {
      known = grown;
    }
    return grown;
  }

  /**
   * Forgets the types that somebody created: a table was redefined, or the catalog reloaded. What
   * was made of them before stays as it is.
   */
  public synchronized void forget() {
    known = withoutUsers(known);
  }

  private static Types withoutUsers(Types types) {
    Map<Integer, ValueType> kept = new HashMap<>(types.byOid());
    kept.values().removeIf(ValueType::user);
    return new Types(kept);
  }

  private static List<ValueType> load(Connection connection, List<Integer> oids)
      throws SQLException {
    Object[] parameters = oids.stream().map(Integer::toUnsignedLong).toArray();
    List<ValueType> types = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setArray(1, connection.createArrayOf("int8", parameters));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          types.add(read(rows));
        }
      }
    }
    return types;
  }

  private static ValueType read(ResultSet row) throws SQLException {
    return new ValueType(
        (int) row.getLong("oid"),
        row.getString("typname"),
        row.getString("sql_name"),
        row.getString("typtype").charAt(0),
        row.getString("typdelim").charAt(0),
        (int) row.getLong("element"),
        (int) row.getLong("typbasetype"),
        row.getString("json_function"),
        fields(row.getArray("field_names"), row.getArray("field_types")));
  }

  private static List<Field> fields(Array names, Array types) throws SQLException {
    String[] name = (String[]) names.getArray();
    Long[] type = (Long[]) types.getArray();
    List<Field> fields = new ArrayList<>();
    for (int index = 0; index < name.length; index++) {
      fields.add(new Field(name[index], type[index].intValue()));
    }
    return fields;
  }
}
