/**
 * Every fault a client can be told about, as records of facts grouped by origin: status, code,
 * message, details, hint and headers follow from the facts. Pure data, usable on any thread.
 */
@NullMarked
package dev.pgext.error;

import org.jspecify.annotations.NullMarked;
