/**
 * The write-ahead log's bytes, or the queue table's rows, become whole transactions in commit
 * order. One thread reads and never waits for anybody; what it hands on is immutable.
 */
@NullMarked
package dev.pgext.realtime.cdc;

import org.jspecify.annotations.NullMarked;
