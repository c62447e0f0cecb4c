-- Something of everything, for `pgext train`. Run once, as the superuser, in an empty database.
CREATE ROLE training_anonymous NOLOGIN;
CREATE ROLE training_login LOGIN NOINHERIT;
CREATE ROLE training_reader LOGIN REPLICATION;
GRANT training_anonymous TO training_login;
GRANT CREATE ON DATABASE training TO training_login, training_reader;

CREATE SCHEMA api;
COMMENT ON SCHEMA api IS E'To-do list\nWhat the training asks for.';

CREATE TABLE api.people (
  id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL UNIQUE
);

CREATE TABLE api.projects (
  id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  owner_id int NOT NULL REFERENCES api.people
);

CREATE TABLE api.tasks (
  id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  project_id int NOT NULL REFERENCES api.projects ON DELETE CASCADE,
  title text NOT NULL CHECK (title <> ''),
  done boolean NOT NULL DEFAULT false,
  due date,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ON api.tasks (project_id);

COMMENT ON TABLE api.tasks IS 'What is to be done';
COMMENT ON COLUMN api.tasks.due IS 'The day by which it is to be done, if there is one';

CREATE VIEW api.open_tasks AS
  SELECT id, project_id, title, due FROM api.tasks WHERE NOT done;

CREATE FUNCTION api.complete_task(task_id int) RETURNS SETOF api.tasks LANGUAGE sql AS $$
  UPDATE api.tasks SET done = true WHERE id = task_id RETURNING *
$$;

INSERT INTO api.people (name) VALUES ('Ada'), ('Grace');
INSERT INTO api.projects (name, owner_id) VALUES ('Launch', 1), ('Garden', 2);
INSERT INTO api.tasks (project_id, title, done, due, details) VALUES
  (1, 'Write the announcement', true, '2026-11-02', '{"tags": ["text"]}'),
  (1, 'Record the demonstration', false, '2026-12-01', '{"tags": ["video"], "minutes": 3}'),
  (1, 'Answer the first ten questions', false, NULL, '{}'),
  (2, 'Plant the tulips', false, '2026-11-28', '{"bulbs": 40}'),
  (2, 'Order seeds', true, NULL, '{}');

GRANT USAGE ON SCHEMA api TO training_anonymous;
GRANT SELECT ON ALL TABLES IN SCHEMA api TO training_anonymous;
GRANT INSERT, UPDATE, DELETE ON api.tasks TO training_anonymous;

-- What websockets may hear of, with whole old rows, so that deletions reach those who saw the row.
ALTER TABLE api.people REPLICA IDENTITY FULL;
ALTER TABLE api.projects REPLICA IDENTITY FULL;
ALTER TABLE api.tasks REPLICA IDENTITY FULL;
CREATE PUBLICATION pgext FOR TABLE api.people, api.projects, api.tasks
  WITH (publish_via_partition_root = true);
