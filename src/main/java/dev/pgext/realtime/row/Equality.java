package dev.pgext.realtime.row;

/**
 * A column has a value. An index over subscriptions is built of these.
 *
 * @param column its position in the table's shape
 * @param text the value as PostgreSQL's output function prints it, so that equal values have equal
 *     texts
 */
public record Equality(int column, String text) {}
