-- Settings of the roles that this one is a member of, as far as everybody may set them.
select
  s.role,
  s.setting,
  s.value
from (
  select
    r.rolname as role,
    split_part(c, '=', 1) as setting,
    substr(c, strpos(c, '=') + 1) as value
  from pg_auth_members m
  join pg_roles r on r.oid = m.roleid
  cross join unnest(r.rolconfig) c
  where m.member = quote_ident(current_user)::regrole::oid
) s
join pg_settings p on p.name = s.setting
where p.context = 'user'
