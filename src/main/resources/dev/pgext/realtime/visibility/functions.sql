SELECT DISTINCT n.nspname AS schema,
  f.proname AS name,
  l.lanname = 'sql' AND f.prokind = 'f' AND f.provolatile <> 'v' AND NOT f.prosecdef
    AND f.proconfig IS NULL AS plain,
  coalesce(f.proargnames, '{}') AS arguments,
  coalesce(pg_catalog.pg_get_function_sqlbody(f.oid), f.prosrc) AS body
FROM pg_catalog.pg_policy p
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass
    AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
  JOIN pg_catalog.pg_proc f ON f.oid = d.refobjid
  JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = f.prolang
WHERE p.polrelid = ?::pg_catalog.oid
ORDER BY schema, name, arguments, body
