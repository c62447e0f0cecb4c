/**
 * Row images become JSON that equals what {@code to_jsonb} gives, and are compared with filters.
 * Pure, but for types that only PostgreSQL can print, which are asked for in one batch.
 */
@NullMarked
package dev.pgext.realtime.row;

import org.jspecify.annotations.NullMarked;
