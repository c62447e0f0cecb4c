/**
 * The log files of a project → entries, from the oldest on and as they come. On the caller's
 * thread.
 */
@NullMarked
package dev.pgext.project.logs;

import org.jspecify.annotations.NullMarked;
