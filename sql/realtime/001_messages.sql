-- What applications written for Supabase find: messages sent by SQL, and the table whose policies say who may
-- use private channels. https://supabase.com/docs/guides/realtime/authorization

CREATE SCHEMA realtime;
COMMENT ON SCHEMA realtime IS 'Installed by pgext: messages to channels, and who may join private ones';

CREATE TABLE realtime.messages (
  topic       text NOT NULL,
  extension   text NOT NULL,
  payload     jsonb,
  event       text,
  private     boolean DEFAULT false,
  updated_at  timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  inserted_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid()
);
CREATE INDEX messages_inserted_at ON realtime.messages (inserted_at);
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE realtime.messages IS
  'A message inserted is sent. SELECT policies say who may join a private channel, INSERT policies who may send to it.';

CREATE FUNCTION realtime.topic() RETURNS text
LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('realtime.topic', true), '') $$;
COMMENT ON FUNCTION realtime.topic() IS 'The channel that a policy of realtime.messages is asked about.';

CREATE FUNCTION realtime.publish() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pgext.say('pgext.broadcast',
    jsonb_build_object('channel', NEW.topic, 'event', coalesce(NEW.event, ''), 'private', coalesce(NEW.private, true),
      'id', NEW.id),
    coalesce(NEW.payload::text, 'null'));
  RETURN NULL;
END
$$;
CREATE TRIGGER publish AFTER INSERT ON realtime.messages
  FOR EACH ROW WHEN (NEW.extension = 'broadcast') EXECUTE FUNCTION realtime.publish();

-- As its caller, so that the INSERT policies decide. As with Supabase a message that cannot be sent is a
-- warning, and what the caller does goes on.
CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  message constant uuid := pg_catalog.gen_random_uuid();
  asked_before constant text := pg_catalog.current_setting('realtime.topic', true);
BEGIN
  IF pg_catalog.jsonb_typeof(payload) OPERATOR(pg_catalog.=) 'object' AND NOT payload OPERATOR(pg_catalog.?) 'id' THEN
    payload := payload OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_object('id', message);
  END IF;
  PERFORM pg_catalog.set_config('realtime.topic', topic, true);
  INSERT INTO realtime.messages (id, topic, event, payload, private, extension)
  VALUES (message, topic, event, payload, private, 'broadcast');
  PERFORM pg_catalog.set_config('realtime.topic', coalesce(asked_before, ''), true);
EXCEPTION WHEN OTHERS THEN
  RAISE WARNING 'The message to channel "%" was not sent: %', topic, SQLERRM;
END
$$;
COMMENT ON FUNCTION realtime.send(jsonb, text, text, boolean) IS
  'Sends an event to a channel when the transaction commits.';

CREATE FUNCTION realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text,
  new record, old record, level text DEFAULT 'ROW')
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF level = 'STATEMENT' THEN
    RAISE EXCEPTION 'realtime.broadcast_changes is for triggers FOR EACH ROW';
  END IF;
  IF operation IS NULL OR operation NOT IN ('INSERT', 'UPDATE', 'DELETE') THEN
    RAISE EXCEPTION 'realtime.broadcast_changes knows INSERT, UPDATE and DELETE, not %', operation;
  END IF;
  PERFORM realtime.send(
    pg_catalog.jsonb_build_object('record', new, 'old_record', old, 'operation', operation,
      'table', table_name, 'schema', table_schema),
    event_name, topic_name);
END
$$;
COMMENT ON FUNCTION realtime.broadcast_changes(text, text, text, text, text, record, record, text) IS
  'Sends a row''s change to a private channel, for the use in triggers.';

-- Messages are kept for a while, as with Supabase; the server calls it now and then.
CREATE FUNCTION realtime.prune(older_than interval DEFAULT '3 days') RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH pruned AS (
    DELETE FROM realtime.messages WHERE inserted_at < (now() AT TIME ZONE 'UTC') - older_than RETURNING 1
  )
  SELECT count(*) FROM pruned
$$;

-- Two messages to ask the SELECT policies about: the server selects them as somebody else, and rolls back.
CREATE FUNCTION realtime.probe(topic text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH probes AS (
    INSERT INTO realtime.messages (topic, extension, private)
    VALUES (probe.topic, 'broadcast', true), (probe.topic, 'presence', true) RETURNING id
  )
  SELECT string_agg(id::text, ',') FROM probes
$$;

-- What a client that may join a private channel has missed of it, oldest first.
CREATE FUNCTION realtime.replay(topic text, since timestamp, at_most int)
RETURNS TABLE (id uuid, event text, payload text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT latest.id, latest.event, latest.payload::text
  FROM (
    SELECT m.id, m.event, m.payload, m.inserted_at
    FROM realtime.messages AS m
    WHERE m.topic = replay.topic AND m.private AND m.extension = 'broadcast' AND m.inserted_at >= since
    ORDER BY m.inserted_at DESC LIMIT at_most
  ) AS latest
  ORDER BY latest.inserted_at
$$;

SELECT pgext.make_private('realtime');
GRANT USAGE ON SCHEMA realtime TO PUBLIC;
-- Row-level security decides; without policies nobody may.
GRANT SELECT, INSERT ON realtime.messages TO PUBLIC;
GRANT EXECUTE ON FUNCTION realtime.topic(), realtime.send(jsonb, text, text, boolean),
  realtime.broadcast_changes(text, text, text, text, text, record, record, text) TO PUBLIC;
