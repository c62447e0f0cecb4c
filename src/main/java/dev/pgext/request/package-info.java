/**
 * Turns one HTTP request into an {@link dev.pgext.request.ApiRequest}: what the client asks for, in
 * the words of the URL grammar, with no name resolved yet. Pure: no I/O, no clock, any thread.
 */
@NullMarked
package dev.pgext.request;

import org.jspecify.annotations.NullMarked;
