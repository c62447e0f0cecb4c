package dev.pgext.migrate;

import dev.pgext.migrate.file.MigrationFile.Kind;
import dev.pgext.migrate.file.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A migration that a database has.
 *
 * @param checksum null where another tool kept none
 * @param origin {@code pgext}, {@code baseline}, {@code flyway} or {@code dbmate}
 */
record HistoryRow(
    String identity,
    Kind kind,
    @Nullable Version version,
    String description,
    String script,
    @Nullable Integer checksum,
    String origin,
    Instant appliedAt) {}
