/**
 * Answers operators: is the process alive, is it ready, what does it count, what is in force. Pure
 * but for the sources it is given; any thread.
 */
@NullMarked
package dev.pgext.admin;

import org.jspecify.annotations.NullMarked;
