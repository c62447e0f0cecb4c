/**
 * Small parsers that combine into grammars and say what is wrong in exactly the words of Haskell's
 * Parsec, because PostgREST's clients see those words. Knows nothing of requests. Parsers are
 * immutable and shared by all threads; a {@link dev.pgext.request.combinator.Source} belongs to one
 * parse.
 *
 * @see <a href="https://hackage.haskell.org/package/parsec-3.1.16.1">Parsec</a>
 */
@NullMarked
package dev.pgext.request.combinator;

import org.jspecify.annotations.NullMarked;
