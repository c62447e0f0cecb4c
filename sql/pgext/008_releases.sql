-- Releases: what `pgext deploy` has put here, and which of them servers serve.

-- A file once, whatever releases and paths have it. Compressed already, so PostgreSQL need not try.
CREATE TABLE pgext.frontend_file (
  hash     bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  size     bigint NOT NULL,
  encoding text NOT NULL CHECK (encoding IN ('identity', 'gzip')),
  content  bytea NOT NULL
);
ALTER TABLE pgext.frontend_file ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON COLUMN pgext.frontend_file.hash IS 'SHA-256 of the file as it is, before compression';

CREATE TABLE pgext.release (
  id          bigint PRIMARY KEY,
  former      bigint,
  released_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  released_by name NOT NULL DEFAULT session_user,
  origin      text NOT NULL,
  frontend    jsonb NOT NULL,
  functions   jsonb NOT NULL,
  migrations  jsonb NOT NULL,
  changes     jsonb NOT NULL
);
COMMENT ON COLUMN pgext.release.former IS 'What was current before, which a rollback brings back';
COMMENT ON COLUMN pgext.release.origin IS 'Who ran it, and on which machine';
COMMENT ON COLUMN pgext.release.frontend IS 'From each path to its file''s hash';
COMMENT ON COLUMN pgext.release.functions IS 'From each file of functions to its text''s hash in pgext_migrations.function_texts';
COMMENT ON COLUMN pgext.release.migrations IS 'The scripts that were applied when it was made';

-- One row at most: the release that servers serve.
CREATE TABLE pgext.current_release (
  only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  release     bigint NOT NULL REFERENCES pgext.release,
  switched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  switched_by name NOT NULL DEFAULT session_user
);

-- The current frontend, and what the last ones had, whose pages are still open. A server need not be the owner
-- to read what everybody on the web may.
CREATE FUNCTION pgext.served_frontend()
RETURNS TABLE (release bigint, files jsonb, former jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, r.frontend,
         (SELECT jsonb_object_agg(f.key, f.value ORDER BY last.id)
          FROM (SELECT * FROM pgext.release WHERE id <> r.id ORDER BY id DESC LIMIT 3) AS last,
               jsonb_each(last.frontend) AS f)
  FROM pgext.current_release AS c
  JOIN pgext.release AS r ON r.id = c.release
$$;

CREATE FUNCTION pgext.served_file(hash bytea) RETURNS TABLE (encoding text, content bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT f.encoding, f.content FROM pgext.frontend_file AS f WHERE f.hash = $1
$$;

SELECT pgext.make_private('pgext');
GRANT EXECUTE ON FUNCTION pgext.served_frontend(), pgext.served_file(bytea) TO PUBLIC;
