package dev.pgext.realtime.supabase;

import dev.pgext.realtime.visibility.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is, and how long.
 *
 * @param validUntil null for ever
 */
public record Identity(Viewer viewer, @Nullable Instant validUntil) {}
