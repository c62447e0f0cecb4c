/**
 * What must hold when something goes wrong: hostile requests, a database that goes away, slow and
 * greedy clients, many clients at once. Against the whole server in a process of its own.
 */
@NullMarked
package dev.pgext.faults;

import org.jspecify.annotations.NullMarked;
