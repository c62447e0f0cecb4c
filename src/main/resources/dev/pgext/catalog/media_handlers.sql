-- Domains named like a media type, with the aggregates over rows and the functions that return them, and what
-- makes bytes of them where these are not the text's.
with media_types as (
  select
    t.oid, n.nspname as schema, t.typname as name, sn.nspname as send_schema, s.proname as send_name
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  left join pg_proc s
    on s.oid = t.typsend
    and s.proname not in (
      'textsend', 'varcharsend', 'bpcharsend', 'citextsend', 'json_send', 'xml_send', 'byteasend')
  left join pg_namespace sn on sn.oid = s.pronamespace
  where t.typbasetype <> 0
    and (t.typname ~* '^[A-Za-z0-9.-]+/[A-Za-z0-9.\+-]+$' or t.typname = '*/*')
)
select
  n.nspname as schema,
  p.proname as name,
  an.nspname as target_schema,
  a.typname as target_name,
  lower(m.name) as media_type,
  m.send_schema,
  m.send_name
from media_types m
join pg_proc p on p.prorettype = m.oid
join pg_namespace n on n.oid = p.pronamespace
join pg_type a on a.oid = p.proargtypes[0]
join pg_namespace an on an.oid = a.typnamespace
left join pg_class c on c.oid = a.typrelid
where p.prokind = 'a'
  and p.pronargs = 1
  and p.pronamespace = any (current_setting('pgext.schemas')::oid[])
  and (a.oid = 'anyelement'::regtype or c.relkind in ('r', 'v', 'm', 'f', 'p'))
union all
select m.schema, m.name, n.nspname, p.proname, lower(m.name), m.send_schema, m.send_name
from media_types m
join pg_proc p on p.prorettype = m.oid
join pg_namespace n on n.oid = p.pronamespace
where p.prokind = 'f'
  and not p.proretset
  and p.pronamespace = any (current_setting('pgext.schemas')::oid[])
