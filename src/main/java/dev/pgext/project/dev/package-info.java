/**
 * A project's folder while somebody works in it: a saved file → a database that has it, or the
 * place of what is wrong, and pages that show either. One thread watches and applies.
 */
@NullMarked
package dev.pgext.project.dev;

import org.jspecify.annotations.NullMarked;
