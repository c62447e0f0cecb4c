package dev.pgext.project.functions;

import dev.pgext.migrate.Session;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a routine, who may execute it and what its comment says: what one that takes its place
 * gets.
 */
record Keeping(String owner, Set<Grant> grants, @Nullable String comment) {
  private static final String OF =
      """
      SELECT pg_catalog.quote_ident(r.rolname) AS owner,
             pg_catalog.quote_literal(pg_catalog.obj_description(p.oid, 'pg_proc')) AS comment
      FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_roles AS r ON r.oid = p.proowner
      WHERE p.oid = ?::oid
      """;

  private static final String GRANTS =
      """
      SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee,
             bool_or(a.is_grantable) AS grantable
      FROM pg_catalog.pg_proc AS p,
           pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) AS a
      WHERE p.oid = ?::oid AND a.grantee <> p.proowner GROUP BY a.grantee
      """;

  /** A right to execute. */
  record Grant(String grantee, boolean grantable) {}

  /** Of a routine that is there; empty where it was dropped meanwhile. */
  static Optional<Keeping> of(Session session, long oid) throws SQLException {
    Set<Grant> grants = grants(session, oid);
    List<Keeping> found =
        session.query(
            row -> new Keeping(row.getString("owner"), grants, row.getString("comment")), OF, oid);
    return found.stream().findFirst();
  }

  private static Set<Grant> grants(Session session, long oid) throws SQLException {
    return new HashSet<>(
        session.query(
            row -> new Grant(row.getString("grantee"), row.getBoolean("grantable")), GRANTS, oid));
  }

  /** Gives it to another routine. */
  void give(Session session, LiveObjects.Made routine) throws SQLException {
    String name = routine.object().identity();
    session.execute("ALTER ROUTINE " + name + " OWNER TO " + owner);
    Set<Grant> now = grants(session, routine.oid());
    for (Grant grant : now) {
      if (!grants.contains(grant)) {
        session.execute("REVOKE ALL ON ROUTINE " + name + " FROM " + grant.grantee());
      }
    }
    for (Grant grant : grants) {
      if (!now.contains(grant)) {
        session.execute(
            "GRANT EXECUTE ON ROUTINE %s TO %s%s"
                .formatted(name, grant.grantee(), grant.grantable() ? " WITH GRANT OPTION" : ""));
      }
    }
    if (comment != null) {
      session.execute("COMMENT ON ROUTINE " + name + " IS " + comment);
    }
  }
}
