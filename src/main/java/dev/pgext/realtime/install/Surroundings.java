package dev.pgext.realtime.install;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is in a database, and what the role may do in it.
 *
 * @param creator who makes what there is not yet: the owner of schema pgext, else the role
 * @param databaseOwner who may grant CREATE on it
 * @param mayCreate whether the creator may create schemas
 * @param standby whether it takes no writes
 * @param logical whether the cluster's {@code wal_level} lets changes be decoded
 * @param schemas those of ours by name that exist, with their owners
 * @param versions the newest version of each that pgext installed
 */
record Surroundings(
    String role,
    String creator,
    String database,
    String databaseOwner,
    boolean mayCreate,
    boolean standby,
    boolean logical,
    Map<String, Owner> schemas,
    Map<String, Integer> versions) {

  private static final String DATABASE =
      """
      SELECT current_user, pg_get_userbyid(creator), current_database(), pg_get_userbyid(datdba),
             has_database_privilege(creator, d.oid, 'CREATE'),
             pg_is_in_recovery(),
             current_setting('wal_level') = 'logical'
      FROM pg_catalog.pg_database AS d,
           (SELECT coalesce((SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'pgext'),
                            quote_ident(current_user)::regrole::oid)) AS c (creator)
      WHERE d.datname = current_database()
      """;

  private static final String SCHEMAS =
      """
      SELECT nspname, pg_get_userbyid(nspowner), pg_has_role(nspowner, 'MEMBER')
      FROM pg_catalog.pg_namespace WHERE nspname = ANY (?)
      """;

  /** A role, and whether the current one may act as it. */
  record Owner(String role, boolean reachable) {}

  @Nullable Owner owner(String schema) {
    return schemas.get(schema);
  }

  /** 0 where pgext installed nothing. */
  int version(String schema) {
    return versions.getOrDefault(schema, 0);
  }

  static Surroundings read(Connection connection, List<Part> parts) throws SQLException {
    Map<String, Owner> schemas = schemas(connection, parts);
    Map<String, Integer> versions =
        schemas.containsKey("pgext") ? Ledger.versions(connection) : Map.of();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(DATABASE)) {
      rows.next();
      return new Surroundings(
          rows.getString(1),
          rows.getString(2),
          rows.getString(3),
          rows.getString(4),
          rows.getBoolean(5),
          rows.getBoolean(6),
          rows.getBoolean(7),
          schemas,
          versions);
    }
  }

  private static Map<String, Owner> schemas(Connection connection, List<Part> parts)
      throws SQLException {
    Map<String, Owner> schemas = new HashMap<>();
    Array names = connection.createArrayOf("name", parts.stream().map(Part::schema).toArray());
    try (PreparedStatement statement = connection.prepareStatement(SCHEMAS)) {
      statement.setArray(1, names);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          schemas.put(rows.getString(1), new Owner(rows.getString(2), rows.getBoolean(3)));
        }
      }
    }
    return schemas;
  }
}
