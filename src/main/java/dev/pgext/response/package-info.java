/** Turns a statement's result into status, headers and body. Pure, any thread. */
@NullMarked
package dev.pgext.response;

import org.jspecify.annotations.NullMarked;
