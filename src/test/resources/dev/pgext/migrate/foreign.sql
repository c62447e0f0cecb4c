-- The kind of schema that a Rust application brings along.
SELECT pg_advisory_lock(4711);
CREATE SCHEMA app;
CREATE SCHEMA audit;
SET search_path TO app, public;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'state') THEN
    CREATE TYPE app.state AS ENUM ('new', 'open', 'done');
  END IF;
END
$$;

CREATE DOMAIN app.email AS text CHECK (VALUE ~ '^[^@;]+@[^@;]+$');

CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.changed_at := now(); -- a semicolon; in a comment
  RETURN NEW;
END;
$body$;

CREATE FUNCTION app.members(ids uuid[]) RETURNS int LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
  SELECT CASE WHEN ids IS NULL THEN 0 ELSE cardinality(ids) END;
END;

CREATE TABLE events (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  at timestamptz NOT NULL,
  readers uuid[] NOT NULL DEFAULT '{}',
  payload jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
DO $$
BEGIN
  FOR month IN 1..3 LOOP
    EXECUTE format(
      'CREATE TABLE app.events_2026_%s PARTITION OF app.events FOR VALUES FROM (%L) TO (%L)',
      month, make_date(2026, month, 1), make_date(2026, month + 1, 1));
  END LOOP;
END $$;
CREATE INDEX events_payload ON events USING gin (payload jsonb_path_ops);
CREATE INDEX events_readers ON events USING gin (readers);
CREATE TABLE audit.log (id bigint GENERATED ALWAYS AS IDENTITY, row_data jsonb, at timestamptz DEFAULT now());

CREATE TABLE entity_1 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_1 USING gin (search);
CREATE INDEX ON entity_1 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_1 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_2 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_1 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_2 USING gin (search);
CREATE INDEX ON entity_2 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_2 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_3 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_2 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_3 USING gin (search);
CREATE INDEX ON entity_3 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_3 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_4 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_3 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_4 USING gin (search);
CREATE INDEX ON entity_4 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_4 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_5 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_4 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_5 USING gin (search);
CREATE INDEX ON entity_5 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_5 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_6 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_5 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_6 USING gin (search);
CREATE INDEX ON entity_6 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_6 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_7 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_6 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_7 USING gin (search);
CREATE INDEX ON entity_7 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_7 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_8 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_7 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_8 USING gin (search);
CREATE INDEX ON entity_8 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_8 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_9 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_8 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_9 USING gin (search);
CREATE INDEX ON entity_9 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_9 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_10 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_9 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_10 USING gin (search);
CREATE INDEX ON entity_10 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_10 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_11 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_10 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_11 USING gin (search);
CREATE INDEX ON entity_11 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_11 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_12 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_11 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_12 USING gin (search);
CREATE INDEX ON entity_12 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_12 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_13 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_12 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_13 USING gin (search);
CREATE INDEX ON entity_13 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_13 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_14 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_13 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_14 USING gin (search);
CREATE INDEX ON entity_14 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_14 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_15 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_14 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_15 USING gin (search);
CREATE INDEX ON entity_15 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_15 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_16 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_15 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_16 USING gin (search);
CREATE INDEX ON entity_16 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_16 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_17 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_16 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_17 USING gin (search);
CREATE INDEX ON entity_17 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_17 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_18 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_17 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_18 USING gin (search);
CREATE INDEX ON entity_18 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_18 FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE entity_19 (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent uuid REFERENCES entity_18 ON DELETE CASCADE,
  owners uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  state app.state NOT NULL DEFAULT 'new',
  tags text[] NOT NULL DEFAULT '{"a;b"}',
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title, ''))) STORED,
  title text CHECK (title <> E'it\'s;'),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON entity_19 USING gin (search);
CREATE INDEX ON entity_19 USING gin (owners);
CREATE TRIGGER touch BEFORE UPDATE ON entity_19 FOR EACH ROW EXECUTE FUNCTION app.touch();

ALTER TABLE entity_1 ENABLE ROW LEVEL SECURITY;
CREATE POLICY owners ON entity_1 USING (
  current_setting('request.jwt.claims', true)::json ->> 'sub' = ANY (owners::text[]));
CREATE RULE no_delete AS ON DELETE TO audit.log DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW counts AS SELECT state, count(*) FROM entity_1 GROUP BY state WITH NO DATA;
COMMENT ON TABLE events IS 'what happened; and when';
SELECT pg_advisory_unlock_all();
