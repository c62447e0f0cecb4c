-- Functions that can be called by name and named arguments, or with one unnamed argument of a type that a body can be.
select
  n.nspname as schema,
  p.proname as name,
  d.description,
  p.proargtypes::oid[]::text[] as input_types,
  p.proallargtypes::text[] as all_types,
  p.proargmodes::text[] as modes,
  p.proargnames as names,
  p.pronargdefaults as defaults,
  p.prorettype as result,
  p.proretset as returns_set,
  p.provolatile::text as volatility,
  p.provariadic <> 0 as variadic,
  (
    select split_part(s, '=', 2)
    from unnest(p.proconfig) s
    where s like 'default_transaction_isolation=%'
  ) as isolation_level,
  array(
    select s
    from unnest(p.proconfig) s
    where s ~ any (current_setting('pgext.hoisted')::text[])
  ) as settings
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass
where p.prokind = 'f'
  and p.pronamespace = any (current_setting('pgext.schemas')::oid[])
  and p.prorettype <> 'trigger'::regtype
  and (
    p.proargnames is not null
    or p.pronargs = 0
    or p.pronargs = 1
    and p.proargtypes[0] in (
      'bytea'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'xml'::regtype)
  )
