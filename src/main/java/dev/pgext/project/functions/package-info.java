/**
 * The files below {@code functions/} → a database that has what they make, and a record of it. A
 * deployment is one transaction on the caller's thread and session.
 */
@NullMarked
package dev.pgext.project.functions;

import org.jspecify.annotations.NullMarked;
