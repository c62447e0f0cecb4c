/**
 * Turns bytes on a socket into requests for the REST pipeline, and its responses, or the faults it
 * ends with, into bytes again. Each request runs on a virtual thread of its own.
 */
@NullMarked
package dev.pgext.http;

import org.jspecify.annotations.NullMarked;
