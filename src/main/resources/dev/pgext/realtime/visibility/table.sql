SELECT pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AS usage,
  pg_catalog.row_security_active(c.oid) AS row_security,
  -- A policy is stored parsed: whoever reads the table needs no right to the names in it.
  NOT EXISTS (
    SELECT FROM pg_catalog.pg_policy p
      JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass
        AND d.objid = p.oid
      LEFT JOIN pg_catalog.pg_proc f ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
        AND f.oid = d.refobjid
      LEFT JOIN pg_catalog.pg_class r ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND r.oid = d.refobjid
      LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
        AND t.oid = d.refobjid
      LEFT JOIN pg_catalog.pg_operator o
        ON d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND o.oid = d.refobjid
    WHERE p.polrelid = c.oid
      AND NOT pg_catalog.has_schema_privilege(
        coalesce(f.pronamespace, r.relnamespace, t.typnamespace, o.oprnamespace), 'USAGE')
  ) AS nameable,
  -- The stream describes a partitioned table by its root, and logs what each partition's identity says.
  NOT EXISTS (
    SELECT FROM pg_catalog.pg_partition_tree(c.oid) AS t
      JOIN pg_catalog.pg_class AS leaf ON leaf.oid = t.relid
    WHERE t.isleaf AND leaf.relreplident <> 'f'
  ) AS alike
FROM pg_catalog.pg_class c
WHERE c.oid = ?::pg_catalog.oid
