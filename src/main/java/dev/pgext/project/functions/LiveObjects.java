package dev.pgext.project.functions;

import dev.pgext.migrate.Session;
import dev.pgext.project.functions.DatabaseObject.Kind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the catalogs say of routines, triggers and views. Confined to a deployment. */
final class LiveObjects {
  private static final String USERS =
      """
      SELECT oid FROM pg_catalog.pg_proc WHERE oid >= 16384
      UNION ALL SELECT oid FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT oid FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind IN ('v', 'm')
      """;

  /** An xid of this transaction, or of its savepoints, is no older than its own. */
  private static final String TOUCHED =
      """
      SELECT o.oid, o.kind, o.name, o.version, i.identity
      FROM (SELECT 'ROUTINE' AS kind, 'pg_catalog.pg_proc'::regclass AS class, oid, proname AS name, ctid::text AS version
            FROM pg_catalog.pg_proc WHERE oid >= 16384 AND pg_catalog.age(xmin) <= 0
            UNION ALL
            SELECT 'TRIGGER', 'pg_catalog.pg_trigger'::regclass, oid, tgname, ctid::text
            FROM pg_catalog.pg_trigger WHERE NOT tgisinternal AND tgparentid = 0 AND pg_catalog.age(xmin) <= 0
            UNION ALL
            SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED_VIEW' END,
                   'pg_catalog.pg_class'::regclass, oid, relname, ctid::text
            FROM pg_catalog.pg_class WHERE relkind IN ('v', 'm') AND pg_catalog.age(xmin) <= 0) AS o,
           LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i
      """;

  private final Session session;
  private final Set<Long> before;

  /** Looks at what is there before anything is deployed. */
  LiveObjects(Session session) throws SQLException {
    this.session = session;
    this.before = new HashSet<>(session.query(row -> row.getLong(1), USERS));
    session.query(row -> 0, "SELECT pg_catalog.pg_current_xact_id()::text");
  }

  /**
   * An object that a statement has made or replaced.
   *
   * @param existed before the deployment
   */
  record Made(long oid, DatabaseObject object, boolean existed) {}

  /** What a statement makes; the session runs it within the call. */
  List<Made> madeBy(Runnable statement) throws SQLException {
    Map<Long, Touched> former = touched();
    statement.run();
    return touched().values().stream()
        .filter(now -> !now.equals(former.get(now.oid())))
        .map(now -> new Made(now.oid(), now.object(), before.contains(now.oid())))
        .toList();
  }

  private record Touched(long oid, DatabaseObject object, String version) {}

  private Map<Long, Touched> touched() throws SQLException {
    Map<Long, Touched> touched = new HashMap<>();
    session
        .query(
            row ->
                new Touched(
                    row.getLong("oid"),
                    new DatabaseObject(
                        Kind.valueOf(row.getString("kind")),
                        row.getString("name"),
                        row.getString("identity")),
                    row.getString("version")),
            TOUCHED)
        .forEach(one -> touched.put(one.oid(), one));
    return touched;
  }
}
