-- What the other queries read back; a schema that does not exist is an error (3F000), as in
-- PostgREST, also one of the extra search path. JIT costs more than it gives on catalogs.
select
  set_config('search_path', '', true),
  set_config('jit', 'off', true),
  set_config('pgext.schemas',
    array(select quote_ident(s)::regnamespace::oid from unnest(?::text[]) s)::text, true),
  set_config('pgext.search_path',
    array(select quote_ident(s)::regnamespace::oid from unnest(?::text[]) s)::text, true),
  set_config('pgext.hoisted', ?, true),
  current_setting('server_version_num')::int as server_version
