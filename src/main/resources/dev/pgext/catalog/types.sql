-- Every type: arrays with their element, domains with their base, ranges with their subtype, enums with their labels.
select
  t.oid,
  n.nspname as schema,
  t.typname as name,
  t.typtype::text as kind,
  t.typcategory::text as category,
  t.typispreferred as preferred,
  case when t.typsubscript = 'array_subscript_handler'::regproc then t.typelem else 0 end as element,
  t.typarray as array_type,
  t.typbasetype as base,
  t.typtypmod as modifier,
  t.typnotnull as not_null,
  t.typrelid as relation,
  coalesce(c.relkind in ('r', 'v', 'm', 'f', 'p'), false) as relation_row,
  coalesce(r.rngsubtype, 0) as range_subtype,
  coalesce(r.rngmultitypid, 0) as multirange,
  format_type(t.oid, null) as sql_text,
  pg_get_expr(t.typdefaultbin, 0) as default_expression,
  e.labels
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_range r on r.rngtypid = t.oid
left join (
  select enumtypid, array_agg(enumlabel::text order by enumsortorder) as labels
  from pg_enum
  group by enumtypid
) e on e.enumtypid = t.oid
