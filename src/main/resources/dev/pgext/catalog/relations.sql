-- What the exposed schemas offer; partitions are reached through the table that they belong to.
-- pg_relation_is_updatable gives a bit for each command: 1 << CMD_UPDATE (2), CMD_INSERT (3), CMD_DELETE (4).
select
  c.oid,
  n.nspname as schema,
  c.relname as name,
  c.relkind in ('v', 'm') as is_view,
  case
    when c.relkind in ('r', 'p') then 4 | 8 | 16
    when c.relkind in ('v', 'f') then pg_relation_is_updatable(c.oid::regclass, true)
    else 0
  end as commands,
  d.description
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_description d
  on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
where c.relkind in ('r', 'v', 'm', 'f', 'p')
  and not c.relispartition
  and c.relnamespace = any (current_setting('pgext.schemas')::oid[])
