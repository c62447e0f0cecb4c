SELECT p.polname AS name,
  p.polpermissive AS permissive,
  pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS condition
FROM pg_catalog.pg_policy p
WHERE p.polrelid = ?::pg_catalog.oid
  AND p.polcmd IN ('r', '*')
  -- A group's policies are for those who have its privileges, not for every member of it.
  AND (0 = ANY (p.polroles)
    OR EXISTS (
      SELECT FROM pg_catalog.unnest(p.polroles) AS role
      WHERE pg_catalog.pg_has_role(role, 'USAGE')))
-- As PostgreSQL asks: what one policy decides, no later one can raise an error about. Restrictive
-- ones come by name, permissive ones by name backwards, as its relation cache lists them.
ORDER BY CASE WHEN NOT p.polpermissive THEN p.polname END, p.polname DESC
