/** Tests of the parsers that combine into grammars. */
@NullMarked
package dev.pgext.request.combinator;

import org.jspecify.annotations.NullMarked;
