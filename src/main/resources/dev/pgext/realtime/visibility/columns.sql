SELECT a.attname AS name,
  pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT') AS selectable,
  a.atttypid::int8 AS type_oid,
  -- A type modifier of -1 keeps what a modifier of null leaves out: "bpchar" is not "character".
  pg_catalog.format_type(a.atttypid, -1) AS type,
  -- unnest makes several columns of a composite, and some types put no comma between values.
  CASE WHEN t.typarray <> 0 AND t.typdelim = ',' AND t.typcategory <> 'C'
    THEN pg_catalog.format_type(t.typarray, -1) END AS array_type,
  t.typtype = 'e' AS enumeration,
  coalesce(c.collisdeterministic, true) AS deterministic,
  CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS generation,
  EXISTS (
    SELECT FROM pg_catalog.pg_index i
    WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
  ) AS key
FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
