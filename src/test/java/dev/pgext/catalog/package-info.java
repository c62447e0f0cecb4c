/** The catalog read from real databases, and its pure parts on their own. */
@NullMarked
package dev.pgext.catalog;

import org.jspecify.annotations.NullMarked;
