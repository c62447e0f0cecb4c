-- The first migration: applied once, before those in migrations/. When it is applied, change the database with
-- `pgext migrate new <name>` instead of editing it.

-- What the API shows is in "api"; what it must not show is in "private".
CREATE SCHEMA api;
CREATE SCHEMA private;
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA private;

-- Requests run as one of these roles: without a token as web_anon, with one as the role that it names.
DO $$ BEGIN CREATE ROLE web_anon NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE app_user NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT web_anon, app_user TO CURRENT_USER;
GRANT USAGE ON SCHEMA api TO web_anon, app_user;

CREATE TABLE private.users (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email         text NOT NULL CHECK (email LIKE '%_@_%'),
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON private.users (lower(email));

CREATE TABLE api.tasks (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id    uuid NOT NULL REFERENCES private.users ON DELETE CASCADE
             DEFAULT (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')::uuid,
  title      text NOT NULL CHECK (title ~ '\S' AND length(title) <= 500),
  done       boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tasks_user ON api.tasks (user_id, created_at);
COMMENT ON TABLE api.tasks IS 'What is to be done, by whom';

-- Everybody sees and changes what is theirs. The claims are those of the request's token; without one they are
-- empty, which compares with nothing.
ALTER TABLE api.tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tasks ON api.tasks TO app_user
  USING (user_id = (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')::uuid);
GRANT SELECT, DELETE, INSERT (id, title, done), UPDATE (title, done) ON api.tasks TO app_user;

-- Changes of it reach the websockets of those who may see the row.
SELECT pgext.watch('api.tasks');
