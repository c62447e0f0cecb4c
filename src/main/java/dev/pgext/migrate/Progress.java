package dev.pgext.migrate;

import org.jspecify.annotations.Nullable;

/**
 * How far a migration came that runs statement by statement.
 *
 * @param done how many statements
 * @param prefix the checksum of those
 * @param attempted the checksum of the statement that was sent last and never answered
 */
record Progress(
    String identity,
    String script,
    Direction direction,
    int statements,
    int done,
    int prefix,
    @Nullable Integer attempted) {}
