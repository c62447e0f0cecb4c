-- The schema itself, what is installed in the database, and how its objects are kept from everybody.

CREATE SCHEMA pgext;
COMMENT ON SCHEMA pgext IS 'Installed by pgext: https://github.com/pgext/pgext';

-- One row a script. A schema without rows here is somebody else's, and is left alone.
CREATE TABLE pgext.installed (
  schema       name        NOT NULL,
  version      int         NOT NULL,
  script       text        NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT now(),
  installed_by name        NOT NULL DEFAULT current_user,
  PRIMARY KEY (schema, version)
);

-- What make_private has seen to.
CREATE TABLE pgext.private (
  object oid PRIMARY KEY
);

-- Takes away what default privileges gave of a schema's new objects: PUBLIC's EXECUTE of functions, and
-- whatever ALTER DEFAULT PRIVILEGES grants in this database. Every script ends with it and then grants what it
-- means to; what was granted on older objects stays.
CREATE FUNCTION pgext.make_private(schema regnamespace) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  door record;
BEGIN
  FOR door IN
    SELECT o.kind, o.name, a.grantee
    FROM (
      SELECT c.oid, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind,
             c.oid::regclass::text AS name, c.relowner AS owner, c.relacl AS acl
      FROM pg_class AS c
      WHERE c.relnamespace = schema AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      UNION ALL
      SELECT p.oid, 'FUNCTION', p.oid::regprocedure::text, p.proowner,
             coalesce(p.proacl, acldefault('f', p.proowner))
      FROM pg_proc AS p
      WHERE p.pronamespace = schema
    ) AS o, aclexplode(o.acl) AS a
    WHERE a.grantee <> o.owner AND o.owner = quote_ident(current_user)::regrole
      AND o.oid NOT IN (SELECT object FROM pgext.private)
  LOOP
    EXECUTE format('REVOKE ALL ON %s %s FROM %s CASCADE', door.kind, door.name,
      CASE door.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(door.grantee)) END);
  END LOOP;
  INSERT INTO pgext.private
  SELECT oid FROM pg_class WHERE relnamespace = schema
  UNION SELECT oid FROM pg_proc WHERE pronamespace = schema
  ON CONFLICT DO NOTHING;
END
$$;

SELECT pgext.make_private('pgext');
GRANT USAGE ON SCHEMA pgext TO PUBLIC;
GRANT SELECT ON pgext.installed TO PUBLIC;
