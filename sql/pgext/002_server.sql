-- What the server and SQL tell each other.

CREATE TABLE pgext.server (
  only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  source      text CHECK (source IN ('wal', 'queue')),
  publication name NOT NULL DEFAULT 'pgext',
  slot        name,
  epoch       bigint,
  lag_bytes   bigint,
  lag_seconds double precision,
  subscribers int,
  queue       int,
  reported_at timestamptz
);
INSERT INTO pgext.server DEFAULT VALUES;

-- Where changes are read: what the server chose; before it did, what the cluster allows.
CREATE FUNCTION pgext.source() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT coalesce(source, CASE current_setting('wal_level') WHEN 'logical' THEN 'wal' ELSE 'queue' END)
          FROM pgext.server);
END
$$;

-- The server says how it stands, every few seconds. A row that says the same already is written again only now and then:
-- often enough that an old one means that nobody reports any more, and seldom enough that a quiet database stays quiet.
CREATE FUNCTION pgext.report_status(
  slot name, epoch bigint, lag_bytes bigint, lag_seconds double precision, subscribers int, queue int)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE pgext.server AS s
  SET slot = $1, epoch = $2, lag_bytes = $3, lag_seconds = $4, subscribers = $5, queue = $6,
      reported_at = clock_timestamp()
  WHERE (s.slot, s.epoch, s.lag_bytes, s.lag_seconds, s.subscribers, s.queue)
    IS DISTINCT FROM ($1, $2, $3, $4, $5, $6)
    OR s.reported_at < clock_timestamp() - interval '1 minute'
$$;

CREATE VIEW pgext.realtime_status AS
SELECT pgext.source() AS source,
       CASE pgext.source() WHEN 'wal' THEN s.slot END AS slot,
       r.active,
       r.wal_status,
       CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), r.restart_lsn)::bigint
       END AS retained_bytes,
       CASE WHEN s.fresh THEN s.lag_bytes END AS lag_bytes,
       CASE WHEN s.fresh THEN s.lag_seconds END AS lag_seconds,
       s.epoch,
       CASE WHEN s.fresh THEN s.subscribers END AS subscribers,
       CASE WHEN s.fresh THEN s.queue END AS queue,
       s.reported_at
FROM (SELECT *, reported_at > clock_timestamp() - interval '2 minutes' AS fresh FROM pgext.server) AS s
LEFT JOIN pg_catalog.pg_replication_slots AS r
  ON r.slot_name = s.slot AND r.database = current_database() AND pgext.source() = 'wal';
COMMENT ON VIEW pgext.realtime_status IS
  'How realtime stands: lag, subscribers and queue as a server reported them within two minutes, null where none did; the slot as it is now.';

SELECT pgext.make_private('pgext');
GRANT EXECUTE ON FUNCTION pgext.source() TO PUBLIC;
GRANT SELECT ON pgext.realtime_status TO pg_monitor;
