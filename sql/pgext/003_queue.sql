-- Changes where logical replication cannot be had: triggers write them here, the server reads and prunes.

CREATE TABLE pgext.queue (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid     xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
  at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  op      "char" NOT NULL CHECK (op IN ('I', 'U', 'D', 'T', 'M')),
  relid   oid,
  attnums smallint[],
  old_row text,
  new_row text,
  prefix  text,
  content text
);
CREATE INDEX queue_xid ON pgext.queue (xid);
COMMENT ON TABLE pgext.queue IS
  'Inserts, updates, deletes, truncations and messages, in the order they were made in; the rows as text, with the numbers of their columns.';

-- The order in which the server saw transactions to be committed.
CREATE TABLE pgext.queue_commit (
  position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid          xid8 NOT NULL UNIQUE,
  committed_at timestamptz NOT NULL
);

-- On another cluster transaction ids mean something else.
CREATE TABLE pgext.queue_epoch (
  only_one          boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch             bigint NOT NULL,
  system_identifier bigint NOT NULL
);

-- The settings make a value's text the same whoever writes, and the same as in a response of the API.
CREATE FUNCTION pgext.enqueue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET datestyle = 'ISO, MDY' SET intervalstyle = 'postgres' SET extra_float_digits = 1
SET bytea_output = 'hex' SET timezone FROM CURRENT
AS $$
DECLARE
  columns smallint[];
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    columns := (SELECT array_agg(attnum ORDER BY attnum) FROM pg_attribute
                WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped);
  END IF;
  INSERT INTO pgext.queue (op, relid, attnums, old_row, new_row)
  VALUES (left(TG_OP, 1)::"char", TG_RELID, columns,
          CASE WHEN TG_OP IN ('UPDATE', 'DELETE') THEN OLD::text END,
          CASE WHEN TG_OP IN ('INSERT', 'UPDATE') THEN NEW::text END);
  PERFORM pg_notify('pgext_queue', '');
  RETURN NULL;
END
$$;

SELECT pgext.make_private('pgext');
