-- Claims that the server makes a token of: what a function returns as pgext.jwt reaches its caller signed with
-- jwt-secret, so that no secret has to be in the database.

CREATE DOMAIN pgext.jwt AS jsonb CHECK (jsonb_typeof(VALUE) = 'object');
COMMENT ON DOMAIN pgext.jwt IS
  'Claims; a function that returns it gives its caller a token signed by the server. Without exp it holds for an hour.';

-- Who may write such a function may be anybody: the owner grants USAGE to whom that is right for.
REVOKE USAGE ON DOMAIN pgext.jwt FROM PUBLIC;

SELECT pgext.make_private('pgext');
