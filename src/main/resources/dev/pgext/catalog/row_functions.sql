-- Functions of one row: computed fields, and computed relationships where they return another relation's rows.
select
  n.nspname as schema,
  p.proname as name,
  p.proargtypes[0] as argument,
  p.prorettype as result,
  not p.proretset or p.prorows = 1 as single_row,
  array_position(
    current_setting('pgext.schemas')::oid[] || current_setting('pgext.search_path')::oid[],
    p.pronamespace) as search_position
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_type t on t.oid = p.proargtypes[0]
join pg_class c on c.oid = t.typrelid
where p.pronargs = 1
  and c.relkind in ('r', 'v', 'm', 'f', 'p')
