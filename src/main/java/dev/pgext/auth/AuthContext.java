package dev.pgext.auth;

/**
 * Who a request is.
 *
 * @param role the database role to switch to
 * @param claims the JSON object for {@code request.jwt.claims}, the role included
 * @param anonymous whether the role is the anonymous one: PostgreSQL's 42501 then answers 401
 *     instead of 403
 */
public record AuthContext(String role, String claims, boolean anonymous) {}
