/**
 * Realtime as a whole: reads the changes of a database and brings them to websockets. Its root
 * makes, starts and stops the parts; they have packages of their own.
 */
@NullMarked
package dev.pgext.realtime;

import org.jspecify.annotations.NullMarked;
