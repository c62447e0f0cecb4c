-- The stored definitions of views, as pg_node_tree text: it says from which table's column each column comes.
select
  c.oid,
  n.nspname as schema,
  c.relname as name,
  c.relnamespace = any (current_setting('pgext.schemas')::oid[]) as exposed,
  r.ev_action::text as definition
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_rewrite r on r.ev_class = c.oid and r.ev_type = '1'
where c.relkind in ('v', 'm')
  and c.relnamespace = any (
    current_setting('pgext.schemas')::oid[] || current_setting('pgext.search_path')::oid[])
order by c.oid
