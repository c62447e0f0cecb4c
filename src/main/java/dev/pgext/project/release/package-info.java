/**
 * A folder of files for browsers → releases in a database, and back to the files that a server
 * serves. A release is what was switched to at once: the frontend, the functions as they are with
 * it, and the names of the migrations that it found applied. Everything happens on the caller's
 * thread and connection; what servers read may be called from any thread.
 */
@NullMarked
package dev.pgext.project.release;

import org.jspecify.annotations.NullMarked;
