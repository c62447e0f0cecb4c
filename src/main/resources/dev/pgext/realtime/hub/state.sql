-- What bindings to a table depend on. A row's xmin changes with the row; ANALYZE, VACUUM and CREATE INDEX write their
-- figures into the row of pg_class in place.
WITH RECURSIVE
described (oid) AS (VALUES (?::bigint::oid)),
needed (oid) AS (
  SELECT a.atttypid
  FROM described
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = described.oid
  WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION
  SELECT part.oid
  FROM needed
  JOIN pg_catalog.pg_type AS t ON t.oid = needed.oid
  CROSS JOIN LATERAL (
    SELECT t.typelem AS oid
    UNION ALL
    SELECT t.typbasetype
    UNION ALL
    SELECT a.atttypid
    FROM pg_catalog.pg_attribute AS a
    WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) AS part
  WHERE part.oid <> 0
)
SELECT
  pg_catalog.md5(pg_catalog.concat_ws(' ',
    (SELECT pg_catalog.string_agg(a.attnum || ':' || a.xmin, ',' ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid),
    (SELECT pg_catalog.string_agg(d.oid || ':' || d.xmin, ',' ORDER BY d.oid)
      FROM pg_catalog.pg_attrdef AS d WHERE d.adrelid = c.oid),
    (SELECT pg_catalog.string_agg(t.oid || ':' || t.xmin, ',' ORDER BY t.oid)
      FROM needed JOIN pg_catalog.pg_type AS t ON t.oid = needed.oid),
    (SELECT pg_catalog.string_agg(a.attrelid || '/' || a.attnum || ':' || a.xmin, ','
        ORDER BY a.attrelid, a.attnum)
      FROM needed
      JOIN pg_catalog.pg_type AS t ON t.oid = needed.oid AND t.typtype = 'c'
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid),
    (SELECT pg_catalog.string_agg(m.oid || ':' || m.xmin, ',' ORDER BY m.oid)
      FROM needed JOIN pg_catalog.pg_cast AS m ON m.castsource = needed.oid)
  )) AS columns,
  pg_catalog.md5(pg_catalog.concat_ws(' ', c.xmin, n.xmin,
    (SELECT pg_catalog.string_agg(p.oid || ':' || p.xmin, ',' ORDER BY p.oid)
      FROM pg_catalog.pg_policy AS p WHERE p.polrelid = c.oid),
    (SELECT pg_catalog.string_agg(i.indexrelid || ':' || i.xmin, ',' ORDER BY i.indexrelid)
      FROM pg_catalog.pg_index AS i
      WHERE i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident)),
    (SELECT pg_catalog.string_agg(leaf.oid || ':' || leaf.xmin, ',' ORDER BY leaf.oid)
      FROM pg_catalog.pg_partition_tree(c.oid) AS tree
      JOIN pg_catalog.pg_class AS leaf ON leaf.oid = tree.relid)
  )) AS rest
FROM described
JOIN pg_catalog.pg_class AS c ON c.oid = described.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
