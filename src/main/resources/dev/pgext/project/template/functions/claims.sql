-- What the token of somebody says, and how long it holds. The server signs it: no secret is in the database.
CREATE OR REPLACE FUNCTION private.claims(account private.users) RETURNS pgext.jwt
LANGUAGE sql STABLE
AS $$
  SELECT jsonb_build_object(
    'role', 'app_user',
    'sub', account.id,
    'email', account.email,
    'exp', extract(epoch FROM now() + interval '7 days')::bigint)
$$;
