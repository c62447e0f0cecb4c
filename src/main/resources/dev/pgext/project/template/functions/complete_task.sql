-- POST /rpc/complete_task: runs as its caller, so that row-level security decides whose task it may be.
CREATE OR REPLACE FUNCTION api.complete_task(task_id uuid) RETURNS SETOF api.tasks
LANGUAGE sql
AS $$
  UPDATE api.tasks SET done = true WHERE id = task_id RETURNING *
$$;
