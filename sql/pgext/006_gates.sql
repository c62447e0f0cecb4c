-- Bulk loads: changes of a gated table are not delivered; when the gate opens its subscribers are told to
-- take a new snapshot.

CREATE TABLE pgext.gate (
  relation oid PRIMARY KEY,
  gated_at timestamptz NOT NULL DEFAULT now(),
  gated_by name NOT NULL
);

CREATE FUNCTION pgext.gate(relation regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pgext.require_own_table(relation);
  INSERT INTO pgext.gate (relation, gated_by) VALUES ($1, pgext.caller()) ON CONFLICT ON CONSTRAINT gate_pkey DO NOTHING;
  IF FOUND THEN
    PERFORM pgext.say('pgext.gate', pgext.header(relation));
  END IF;
END
$$;
COMMENT ON FUNCTION pgext.gate(regclass) IS
  'From here on changes of the table are not delivered, until pgext.ungate.';

CREATE FUNCTION pgext.ungate(relation regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pgext.require_own_table(relation);
  DELETE FROM pgext.gate AS g WHERE g.relation = $1;
  IF FOUND THEN
    PERFORM pgext.say('pgext.ungate', pgext.header(relation));
  END IF;
END
$$;
COMMENT ON FUNCTION pgext.ungate(regclass) IS
  'Changes of the table are delivered again; its subscribers are told to take a new snapshot.';

CREATE VIEW pgext.gates AS
SELECT c.oid::regclass AS gated, g.gated_at, g.gated_by
FROM pgext.gate AS g JOIN pg_catalog.pg_class AS c ON c.oid = g.relation;
COMMENT ON VIEW pgext.gates IS 'The tables whose changes are not delivered.';

SELECT pgext.make_private('pgext');
-- They ask whose the table is.
GRANT EXECUTE ON FUNCTION pgext.gate(regclass), pgext.ungate(regclass) TO PUBLIC;
GRANT SELECT ON pgext.gates TO PUBLIC;
