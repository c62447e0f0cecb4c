-- Types by oid, with everything that they are made of: elements of arrays, bases of domains, attributes of composites.
with recursive needed(oid) as (
  select unnest(?::bigint[]::oid[])
  union
  select part.oid
  from needed
  join pg_catalog.pg_type t on t.oid = needed.oid
  cross join lateral (
    select t.typelem as oid
    union all
    select t.typbasetype
    union all
    select a.atttypid from pg_catalog.pg_attribute a
    where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
  ) part
  where part.oid <> 0
)
select
  t.oid,
  t.typname,
  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname) as sql_name,
  t.typtype,
  t.typdelim,
  case when t.typsubscript = 'pg_catalog.array_subscript_handler'::regproc then t.typelem else 0 end as element,
  t.typbasetype,
  (
    select pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(p.proname)
    from pg_catalog.pg_cast c
    join pg_catalog.pg_proc p on p.oid = c.castfunc
    join pg_catalog.pg_namespace fn on fn.oid = p.pronamespace
    where c.castsource = t.oid
      and c.casttarget = 'pg_catalog.json'::regtype
      and c.castmethod = 'f'
      and (t.typtype <> 'd' or c.castcontext = 'i')
  ) as json_function,
  array(
    select a.attname::text from pg_catalog.pg_attribute a
    where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    order by a.attnum
  ) as field_names,
  array(
    select a.atttypid::bigint from pg_catalog.pg_attribute a
    where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    order by a.attnum
  ) as field_types
from needed
join pg_catalog.pg_type t on t.oid = needed.oid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
