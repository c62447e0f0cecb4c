SELECT 'function', CASE WHEN given.schema = '' THEN '' ELSE quote_ident(given.schema) || '.' END || quote_ident(given.name)
FROM (SELECT ?::text AS schema, ?::text AS name) AS given
