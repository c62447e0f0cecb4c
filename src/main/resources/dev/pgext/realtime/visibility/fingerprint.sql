-- What access depends on and a repeated Relation message does not tell of. A row's xmin changes
-- with the row.
SELECT pg_catalog.md5(pg_catalog.concat_ws(' ',
  (SELECT pg_catalog.string_agg(m.oid || ':' || m.xmin, ',' ORDER BY m.oid)
    FROM (SELECT roleid || '/' || member AS oid, xmin FROM pg_catalog.pg_auth_members) AS m),
  (SELECT pg_catalog.string_agg(
      r.oid || ':' || r.rolsuper || r.rolinherit || r.rolbypassrls, ',' ORDER BY r.oid)
    FROM pg_catalog.pg_roles AS r),
  (SELECT pg_catalog.string_agg(s.setdatabase || '/' || s.setrole || ':' || s.xmin, ','
      ORDER BY s.setdatabase, s.setrole)
    FROM pg_catalog.pg_db_role_setting AS s),
  (SELECT pg_catalog.string_agg(n.oid || ':' || n.xmin, ',' ORDER BY n.oid)
    FROM pg_catalog.pg_namespace AS n WHERE n.nspname !~ '^pg_(temp|toast)'),
  (SELECT pg_catalog.string_agg(f.oid || ':' || f.xmin, ',' ORDER BY f.oid)
    FROM pg_catalog.pg_proc AS f WHERE f.oid >= 16384),
  (SELECT pg_catalog.string_agg(e.oid || ':' || e.xmin, ',' ORDER BY e.oid)
    FROM pg_catalog.pg_enum AS e),
  (SELECT pg_catalog.string_agg(a.attrelid || '/' || a.attnum || ':' || a.xmin, ','
      ORDER BY a.attrelid, a.attnum)
    FROM pg_catalog.pg_class AS t
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid
    WHERE t.relkind = 'c' AND t.oid >= 16384))) AS fingerprint
