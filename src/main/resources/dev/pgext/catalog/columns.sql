-- Columns of the exposed schemas' relations and composite types, and of row types that their functions return
-- (a domain perhaps lies between).
select
  a.attrelid as relation,
  a.attnum as number,
  a.attname as name,
  a.atttypid as type,
  a.atttypmod as modifier,
  format_type(a.atttypid, a.atttypmod) as nominal,
  a.attnotnull as not_null,
  d.description,
  case
    when a.attgenerated <> '' then null
    when a.attidentity = 'd' then (
      select format('nextval(%L)', s.objid::regclass)
      from pg_depend s
      where s.refclassid = 'pg_class'::regclass
        and s.refobjid = a.attrelid
        and s.refobjsubid = a.attnum
        and s.classid = 'pg_class'::regclass
        and s.deptype = 'i'
    )
    else pg_get_expr(e.adbin, e.adrelid)
  end as default_expression,
  a.atthasdef as has_default
from pg_attribute a
join pg_class c on c.oid = a.attrelid
left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
left join pg_description d
  on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
where a.attnum > 0
  and not a.attisdropped
  and c.relkind in ('r', 'v', 'm', 'f', 'p', 'c')
  and (
    c.relnamespace = any (current_setting('pgext.schemas')::oid[])
    or c.reltype in (
      select p.prorettype
      from pg_proc p
      where p.prokind = 'f' and p.pronamespace = any (current_setting('pgext.schemas')::oid[])
      union all
      select t.typbasetype
      from pg_type t
      where t.typtype = 'd'
    )
  )
order by a.attrelid, a.attnum
