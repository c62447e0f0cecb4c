-- POST /rpc/sign_up: makes an account, and gives its token.
CREATE OR REPLACE FUNCTION api.sign_up(email text, password text) RETURNS pgext.jwt
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = private, public, extensions, pg_temp
AS $$
DECLARE
  account private.users;
BEGIN
  IF email IS NULL OR trim(email) !~ '^[^@\s]+@[^@\s]+$' OR length(email) > 254 THEN
    RAISE SQLSTATE 'PT422' USING message = 'That is no e-mail address.';
  END IF;
  -- bcrypt reads 72 bytes and no more.
  IF password IS NULL OR length(password) < 8 OR octet_length(password) > 72 THEN
    RAISE SQLSTATE 'PT422' USING message = 'The password must have 8 to 72 characters.';
  END IF;
  INSERT INTO private.users (email, password_hash)
  VALUES (trim(sign_up.email), crypt(sign_up.password, gen_salt('bf', 10)))
  RETURNING * INTO account;
  RETURN private.claims(account);
EXCEPTION WHEN unique_violation THEN
  RAISE SQLSTATE 'PT409' USING message = 'There is an account with that address already.';
END
$$;
