/** Tests of the launcher, with a stand-in for the application. */
@NullMarked
package dev.pgext.launcher;

import org.jspecify.annotations.NullMarked;
