/**
 * Turns the bearer token of a request into an {@link dev.pgext.auth.AuthContext}: the role to
 * switch to and the claims to expose. Runs on the request's thread; its caches are thread-safe.
 */
@NullMarked
package dev.pgext.auth;

import org.jspecify.annotations.NullMarked;
