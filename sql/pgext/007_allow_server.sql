-- A server that logs in as a role which does not own this schema.

CREATE FUNCTION pgext.allow_server(login regrole) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'GRANT EXECUTE ON FUNCTION pgext.signing_key(), pgext.prepare_publication(name), pgext.note_epoch(name, text),'
    ' pgext.use_source(text),'
    ' pgext.report_status(name, bigint, bigint, double precision, int, int) TO %1$s;'
    ' GRANT SELECT ON pgext.realtime_status TO %1$s;'
    ' GRANT SELECT, DELETE ON pgext.queue TO %1$s;'
    ' GRANT SELECT, INSERT, DELETE ON pgext.queue_commit TO %1$s;'
    ' GRANT SELECT, INSERT, UPDATE ON pgext.queue_epoch TO %1$s;', login);
  IF EXISTS (SELECT FROM pgext.installed WHERE schema = 'realtime') THEN
    EXECUTE format(
      'GRANT EXECUTE ON FUNCTION realtime.prune(interval), realtime.probe(text),'
      ' realtime.replay(text, timestamp, int) TO %s;', login);
  END IF;
END
$$;
COMMENT ON FUNCTION pgext.allow_server(regrole) IS
  'Grants what a server needs that logs in as another role than this schema''s owner.';

-- A role that does nothing but read changes, with REPLICATION, so that a server's needs it not.
CREATE FUNCTION pgext.allow_reader(login regrole) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'GRANT EXECUTE ON FUNCTION pgext.prepare_publication(name), pgext.note_epoch(name, text) TO %s', login);
END
$$;
COMMENT ON FUNCTION pgext.allow_reader(regrole) IS
  'Grants what the role of realtime-db-uri needs where it is not this schema''s owner.';

SELECT pgext.make_private('pgext');
