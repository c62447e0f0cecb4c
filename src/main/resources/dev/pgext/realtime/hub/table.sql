-- A table as the replication stream will describe it, its key, and whether its changes are read.
SELECT
  c.oid::bigint AS oid,
  c.relreplident::text AS replica_identity,
  column_names.names,
  column_names.types,
  column_names.modifiers,
  column_names.identities,
  ARRAY(
    SELECT a.attname::text
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary
    ORDER BY pg_catalog.array_position(i.indkey::smallint[], a.attnum)
  ) AS primary_key,
  EXISTS (
    SELECT FROM pg_catalog.pg_publication_tables AS p
    WHERE p.pubname = ? AND p.schemaname = n.nspname AND p.tablename = c.relname
  ) OR EXISTS (
    SELECT FROM pg_catalog.pg_trigger AS t
    WHERE t.tgrelid = c.oid AND t.tgname = 'pgext_queue'
  ) AS watched
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT
    array_agg(a.attname::text ORDER BY a.attnum) AS names,
    array_agg(a.atttypid::bigint ORDER BY a.attnum) AS types,
    array_agg(a.atttypmod ORDER BY a.attnum) AS modifiers,
    array_agg(
      c.relreplident = 'f'
      OR EXISTS (
        SELECT FROM pg_catalog.pg_index AS i
        WHERE i.indrelid = c.oid
          AND a.attnum = ANY (i.indkey)
          AND CASE c.relreplident
            WHEN 'd' THEN i.indisprimary
            WHEN 'i' THEN i.indisreplident
            ELSE false
          END
      ) ORDER BY a.attnum) AS identities
  FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
) AS column_names
WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p') AND column_names.names IS NOT NULL
