-- Primary keys, unique keys and foreign keys with their columns by number and by name, in the key's order.
with keys as (
  select
    k.oid,
    array_agg(k.number::text order by k.position) as numbers,
    array_agg(a.attname::text order by k.position) as names
  from (
    select c.oid, c.conrelid, u.number, u.position
    from pg_constraint c, unnest(c.conkey) with ordinality as u (number, position)
    where c.contype in ('p', 'u', 'f')
  ) k
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.number
  group by k.oid
),
targets as (
  select
    k.oid,
    array_agg(k.number::text order by k.position) as numbers,
    array_agg(a.attname::text order by k.position) as names
  from (
    select c.oid, c.confrelid, u.number, u.position
    from pg_constraint c, unnest(c.confkey) with ordinality as u (number, position)
    where c.contype = 'f'
  ) k
  join pg_attribute a on a.attrelid = k.confrelid and a.attnum = k.number
  group by k.oid
)
select
  c.oid,
  c.contype::text as kind,
  c.conname as name,
  c.conparentid = 0 as own,
  c.conrelid as relation,
  n.nspname as schema,
  r.relname as relation_name,
  keys.numbers,
  keys.names,
  c.confrelid as target,
  tn.nspname as target_schema,
  t.relname as target_name,
  targets.numbers as target_numbers,
  targets.names as target_names
from pg_constraint c
join keys on keys.oid = c.oid
join pg_class r on r.oid = c.conrelid
join pg_namespace n on n.oid = r.relnamespace
left join targets on targets.oid = c.oid
left join pg_class t on t.oid = c.confrelid
left join pg_namespace tn on tn.oid = t.relnamespace
where c.contype in ('p', 'u', 'f')
  and c.connamespace <> 'pg_catalog'::regnamespace
order by c.conrelid, c.conname
