-- The operators that a filter can name, where a request's search path reaches them.
select n.nspname as schema, o.oprname as name, o.oprleft as left_type, o.oprright as right_type
from pg_operator o
join pg_namespace n on n.oid = o.oprnamespace
where o.oprkind = 'b'
  and o.oprname in (
    '=', '<>', '<', '<=', '>', '>=', '~~', '~~*', '~', '~*',
    '@>', '<@', '&&', '<<', '>>', '&<', '&>', '-|-')
  and (
    o.oprnamespace = 'pg_catalog'::regnamespace
    or o.oprnamespace = any (
      current_setting('pgext.schemas')::oid[] || current_setting('pgext.search_path')::oid[])
  )
order by o.oid
