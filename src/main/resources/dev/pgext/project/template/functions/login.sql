-- POST /rpc/login: a token for who knows the password.
CREATE OR REPLACE FUNCTION api.login(email text, password text) RETURNS pgext.jwt
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = private, public, extensions, pg_temp
AS $$
DECLARE
  -- Somebody unknown takes as long as a wrong password: addresses cannot be told apart by time.
  nobody CONSTANT text := '$2a$10$imIi/wQhIppQVL0fqmHgluPfYU55V5Sv6jg1WH.W.6oZLRj/wEzHi';
  account private.users;
  known text;
BEGIN
  SELECT * INTO account FROM private.users AS u WHERE lower(u.email) = lower(trim(login.email));
  known := coalesce(account.password_hash, nobody);
  IF crypt(coalesce(login.password, ''), known) <> known OR account.id IS NULL THEN
    RAISE SQLSTATE 'PT401' USING message = 'The e-mail address or the password is wrong.';
  END IF;
  RETURN private.claims(account);
END
$$;
