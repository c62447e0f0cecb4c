package dev.pgext.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a plan asks of the database, whoever asks.
 *
 * @param main gives one row of {@link RequestStatement.ResultColumns}
 * @param countExplain EXPLAIN of the count query, if an estimate is asked for
 */
public record Queries(SqlFragment main, @Nullable SqlFragment countExplain) {}
