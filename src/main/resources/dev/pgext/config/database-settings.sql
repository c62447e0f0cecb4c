-- The settings of this login role: those for this database before those for all databases.
-- $1: the names to look for, with commas.
WITH wanted AS (
  SELECT name FROM unnest(string_to_array(?, ',')) AS name
),
role_entry AS (
  SELECT stored.setdatabase <> 0 AS for_this_database, entry
  FROM pg_catalog.pg_db_role_setting AS stored
  JOIN pg_catalog.pg_roles AS login ON login.oid = stored.setrole
  CROSS JOIN LATERAL unnest(stored.setconfig) AS entry
  WHERE login.rolname = current_user
    AND stored.setdatabase IN (
      0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
),
candidate AS (
  SELECT
    split_part(entry, '=', 1) AS name,
    substr(entry, strpos(entry, '=') + 1) AS value,
    CASE WHEN for_this_database THEN 1 ELSE 2 END AS rank
  FROM role_entry
  /*pre-config*/
)
SELECT DISTINCT ON (candidate.name) candidate.name, candidate.value
FROM candidate
JOIN wanted ON wanted.name = candidate.name
WHERE candidate.value IS NOT NULL
ORDER BY candidate.name, candidate.rank
