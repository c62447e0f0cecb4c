-- Which of these tables are gone, have another name, or are not watched any more.
WITH published AS MATERIALIZED (
  SELECT p.schemaname, p.tablename FROM pg_catalog.pg_publication_tables AS p WHERE p.pubname = ?
)
SELECT asked.place::integer AS place
FROM unnest(?::bigint[], ?::text[], ?::text[]) WITH ORDINALITY AS asked (oid, schema, name, place)
WHERE NOT EXISTS (
  SELECT
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.oid = asked.oid::oid
    AND n.nspname = asked.schema
    AND c.relname = asked.name
    AND (
      EXISTS (
        SELECT FROM published AS p WHERE p.schemaname = n.nspname AND p.tablename = c.relname
      ) OR EXISTS (
        SELECT FROM pg_catalog.pg_trigger AS t
        WHERE t.tgrelid = c.oid AND t.tgname = 'pgext_queue'
      )
    )
)
