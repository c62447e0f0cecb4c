package dev.pgext.realtime.hub;

/**
 * A member's table as it was bound.
 *
 * @param redefinitions how often the table had been redefined before
 */
record Bound(Interest interest, TableDescription table, Binding binding, long redefinitions) {}
