-- Messages from SQL, which commit or vanish with their transaction.
--
-- PUBLIC may execute pg_logical_emit_message, so a prefix proves no identity. Ours are signed with a key that
-- only the owner can read (HMAC-SHA256, as RFC 2104 has it, of built-in functions alone), and name their
-- transaction, so that who reads the WAL cannot send one again.

CREATE TABLE pgext.signing (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  key      bytea NOT NULL,
  "inner"  bytea NOT NULL,
  "outer"  bytea NOT NULL
);

-- The key's 244 random bits are PostgreSQL's strong ones. Inner and outer are the key, filled up with zeros to a
-- block of 64 bytes, with every bit pattern 36 and 5c turned.
WITH random AS MATERIALIZED (
  SELECT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') AS key
), filled AS (
  SELECT key, key || decode(repeat('00', 32), 'hex') AS block FROM random
)
INSERT INTO pgext.signing (key, "inner", "outer")
SELECT key,
       decode((SELECT string_agg(lpad(to_hex(get_byte(block, i) # 54), 2, '0'), '' ORDER BY i)
               FROM generate_series(0, 63) AS i), 'hex'),
       decode((SELECT string_agg(lpad(to_hex(get_byte(block, i) # 92), 2, '0'), '' ORDER BY i)
               FROM generate_series(0, 63) AS i), 'hex')
FROM filled;

CREATE FUNCTION pgext.signing_key() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS 'SELECT key FROM pgext.signing';

-- Says something to the server, in its place among the transaction's changes: signature, header, and on
-- further lines the payload. All this is PL/pgSQL because it keeps its plans, which functions in SQL do not.
CREATE FUNCTION pgext.say(prefix text, header jsonb, payload text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  xid constant bigint := (pg_current_xact_id()::text::numeric % 4294967296)::bigint;
  body constant text :=
    (header || jsonb_build_object('xid', xid))::text || coalesce(E'\n' || payload, '');
  signature constant text := (
    SELECT encode(sha256("outer" || sha256("inner" || convert_to(prefix || ' ' || body, 'UTF8'))), 'hex')
    FROM pgext.signing);
BEGIN
  IF pgext.source() = 'queue' THEN
    INSERT INTO pgext.queue (op, prefix, content) VALUES ('M', say.prefix, signature || ' ' || body);
    PERFORM pg_notify('pgext_queue', '');
  ELSE
    PERFORM pg_logical_emit_message(true, prefix, signature || ' ' || body);
  END IF;
END
$$;

CREATE FUNCTION pgext.emit(channel text, event text, payload jsonb, private boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF channel IS NULL OR event IS NULL THEN
    RAISE null_value_not_allowed USING MESSAGE = 'a message needs a channel and an event';
  END IF;
  PERFORM pgext.say('pgext.broadcast',
    jsonb_build_object('channel', channel, 'event', event, 'private', coalesce(private, true)),
    coalesce(payload::text, 'null'));
END
$$;
COMMENT ON FUNCTION pgext.emit(text, text, jsonb, boolean) IS
  'Sends an event to a channel when the transaction commits; private: to those who joined it as a private one.';

CREATE FUNCTION pgext.emit(channel text, event text, payload jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF channel IS NULL OR event IS NULL THEN
    RAISE null_value_not_allowed USING MESSAGE = 'a message needs a channel and an event';
  END IF;
  PERFORM pgext.say('pgext.broadcast',
    jsonb_build_object('channel', channel, 'event', event, 'private', false),
    coalesce(payload::text, 'null'));
END
$$;
COMMENT ON FUNCTION pgext.emit(text, text, jsonb) IS
  'Sends an event to a public channel when the transaction commits.';

SELECT pgext.make_private('pgext');
-- Any client may broadcast to a public channel, so any role may. Private ones need a grant.
GRANT EXECUTE ON FUNCTION pgext.emit(text, text, jsonb) TO PUBLIC;
