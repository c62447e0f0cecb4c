/** The demonstration's database. */
@NullMarked
package dev.pgext.project;

import org.jspecify.annotations.NullMarked;
