/** Tests of the vocabulary, and the PostgreSQL servers that all integration tests share. */
@NullMarked
package dev.pgext.pg;

import org.jspecify.annotations.NullMarked;
